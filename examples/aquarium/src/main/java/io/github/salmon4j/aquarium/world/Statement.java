package io.github.salmon4j.aquarium.world;

/** Something that a response states. */
sealed interface Statement {

  /** Where a statement stands. */
  enum Place {
    /** In the answer. */
    ANSWER,
    /** In an example. */
    EXAMPLE
  }

  /** {@return where it stands} */
  Place place();

  /** {@return whether it is so} */
  boolean holds(World world);

  /**
   * That an animal has a color, a home or a food.
   *
   * @param entity the animal
   * @param attribute what is stated of it
   * @param value what it is said to be
   * @param place where it stands
   */
  record Quality(Term entity, Attribute attribute, Term value, Place place) implements Statement {
    @Override
    public boolean holds(World world) {
      return world.value(entity, attribute).filter(value::equals).isPresent();
    }
  }

  /**
   * That a number is another plus or minus a third.
   *
   * @param first the number on the left
   * @param operator plus or minus
   * @param second the other number on the left
   * @param result what it is said to be
   * @param place where it stands
   */
  record Equation(long first, String operator, long second, long result, Place place)
      implements Statement {
    @Override
    public boolean holds(World world) {
      return result == (operator.equals("plus") ? first + second : first - second);
    }

    /** {@return the left side} */
    String left() {
      return first + " " + operator + " " + second;
    }
  }
}
