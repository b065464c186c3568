package dev.gloss.prompts.chat.jinja;

/// What is left of the limits while one template is rendered. One thread at a time.
final class Budget {
  /// Characters or list items whose handling counts as one step.
  private static final int ITEMS_PER_STEP = 16;

  private final TemplateLimits limits;
  private long steps;
  private int depth;

  Budget(TemplateLimits limits) {
    this.limits = limits;
    this.steps = limits.steps();
  }

  void step() {
    work(0);
  }

  /// Counts work on so many characters or items.
  void work(long size) {
    steps -= 1 + size / ITEMS_PER_STEP;
    if (steps < 0) {
      throw new TemplateException(0, "template needs more than " + limits.steps() + " steps");
    }
  }

  /// Counts a string that is about to be made.
  void string(long length) {
    grow(length);
    work(length);
  }

  /// Checks the length of a string that grows piece by piece; the work is one step a piece.
  void grow(long length) {
    step();
    if (length > limits.outputChars()) {
      throw new TemplateException(
          0, "template makes a text longer than " + limits.outputChars() + " characters");
    }
  }

  /// Counts a list that is about to be made.
  void list(long size) {
    growList(size);
    work(size);
  }

  /// Checks the size of a list that grows item by item; the work is one step an item.
  void growList(long size) {
    step();
    if (size > limits.listItems()) {
      throw new TemplateException(
          0, "template makes a list of more than " + limits.listItems() + " items");
    }
  }

  void enter() {
    if (++depth > limits.depth()) {
      throw new TemplateException(0, "template nests deeper than " + limits.depth());
    }
  }

  void leave() {
    depth--;
  }
}
