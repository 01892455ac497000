package io.github.salmon4j.core.principles;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A place in a JSON text that is read token by token, and the words for what is wrong there. */
final class JsonCursor {

  private static final int QUOTED_CHARACTERS = 40;

  private final String source;
  private final JsonParser json;

  JsonCursor(String source, JsonParser json) {
    this.source = source;
    this.json = json;
  }

  /** Steps on; past the end of the text there is no token. */
  void advance() {
    json.nextToken();
  }

  /** {@return whether the step leads to a token of this kind} */
  boolean advancesTo(JsonToken token) {
    return json.nextToken() == token;
  }

  /** {@return whether this is a token of this kind} */
  boolean isAt(JsonToken token) {
    return json.currentToken() == token;
  }

  /** {@return whether the text has ended} */
  boolean isAtEnd() {
    return json.currentToken() == null;
  }

  /** {@return the key of the member that the cursor is in} */
  String key() {
    return json.currentName();
  }

  /**
   * {@return the string here}
   *
   * @param where the place, for the message
   * @throws IllegalArgumentException if there is none
   */
  String string(String where) {
    require(JsonToken.VALUE_STRING, where, "a string");
    return json.getString();
  }

  /**
   * {@return the number here}
   *
   * @param where the place, for the message
   * @throws IllegalArgumentException if there is none
   */
  double number(String where) {
    if (!isAt(JsonToken.VALUE_NUMBER_INT) && !isAt(JsonToken.VALUE_NUMBER_FLOAT)) {
      throw mismatch(where, "a number", found());
    }
    return json.getDoubleValue();
  }

  /** Checks the kind of token here. */
  void require(JsonToken token, String where, String expected) {
    if (!isAt(token)) {
      throw mismatch(where, expected, found());
    }
  }

  /** {@return what to throw when the text departs from the format} */
  IllegalArgumentException mismatch(String where, String expected, String found) {
    return new IllegalArgumentException(
        source + ": " + where + ": expected " + expected + ", found " + found);
  }

  /** {@return what stands here, in the words of a message} */
  String found() {
    if (isAtEnd()) {
      return "no text";
    }
    return switch (json.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> '"' + shortened(json.getString()) + '"';
      default -> shortened(json.getString());
    };
  }

  private static String shortened(String text) {
    return text.length() <= QUOTED_CHARACTERS ? text : text.substring(0, QUOTED_CHARACTERS) + "...";
  }
}
