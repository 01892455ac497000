package io.github.salmon4j.aquarium.report;

import com.google.common.html.HtmlEscapers;
import java.util.regex.Pattern;

/** Text of any origin as text of a page, in elements and in attributes. */
final class Html {

  /** Characters that XML and HTML cannot say, or that a browser may take for something else. */
  private static final Pattern UNSAYABLE = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\n\\t]]");

  private Html() {}

  static String text(String text) {
    return HtmlEscapers.htmlEscaper().escape(UNSAYABLE.matcher(text).replaceAll("\uFFFD"));
  }
}
