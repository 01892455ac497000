package io.github.salmon4j.aquarium.world;

import io.github.salmon4j.prompt.Prompt;
import java.util.List;

/**
 * A short task.
 *
 * @param prompt how it is asked
 * @param topic what it is about
 * @param language the language of the prompt
 * @param split what the task is for; the same for every wording of one content
 */
public record Task(Prompt prompt, Topic topic, Language language, Split split) {

  /** {@return the sort of task} */
  public Kind kind() {
    return topic.kind();
  }

  /** {@return what it is about, in words} */
  public String about() {
    return topic.about();
  }

  /** {@return the languages in which it can be answered, its own first} */
  List<Language> languages() {
    return switch (kind()) {
      case FACT, ABOUT, GREETING -> List.of(language, other());
      case SUM, FORBIDDEN -> List.of(language);
    };
  }

  private Language other() {
    return language == Language.ENGLISH ? Language.TOLU : Language.ENGLISH;
  }
}
