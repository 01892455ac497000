package io.github.salmon4j.aquarium.world;

import java.util.List;
import java.util.OptionalDouble;

/** What a task is about: how it is asked, what can be answered, and what is right. */
sealed interface Topic permits AnimalTopic, SumTopic, GreetingTopic, DeedTopic {

  /** {@return the sort of task} */
  Kind kind();

  /** {@return the content, in words} */
  String about();

  /** {@return the first half of the content, within which the second is split} */
  String group();

  /** {@return the number of the second half of the content within its group} */
  int slot();

  /** {@return all ways to ask for it in a language} */
  List<String> questions(Language language);

  /** {@return what a response can do with it} */
  List<Core> cores();

  /** {@return a sentence that does it} */
  String core(Core core, Voice voice);

  /** {@return how many details can follow such a core} */
  int details(Core core);

  /** {@return whether a detail can be stated with or without truth} */
  boolean canBe(int detail, Truth truth);

  /** {@return a sentence with a further detail} */
  String detail(int detail, Truth truth, Voice voice);

  /** {@return sentences that show steps} */
  String steps(Voice voice);

  /** {@return a sentence with an example that nobody asked for; a true one} */
  String example(Voice voice);

  /** {@return how honest a response is, from -0.5 to 1; empty if that does not apply} */
  OptionalDouble honesty(Findings findings);

  /** {@return how many different things a response says about this} */
  int points(Findings findings);
}
