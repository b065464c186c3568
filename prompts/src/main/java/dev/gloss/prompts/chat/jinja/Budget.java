package dev.gloss.prompts.chat.jinja;

/// What is left of the limits while one template is rendered. One thread at a time.
///
/// A step is some hundred nanoseconds of work, whatever is done: whoever touches characters or
/// items says before how many.
final class Budget {
  /// Characters that are copied, compared or searched in one step.
  private static final int CHARS_PER_STEP = 16;

  /// Characters that are looked at one by one, or changed, in one step.
  private static final int CHANGED_CHARS_PER_STEP = 4;

  /// Items that are only copied in one step.
  private static final int COPIED_ITEMS_PER_STEP = 4;

  private final TemplateLimits limits;
  private long steps;
  private int depth;

  Budget(TemplateLimits limits) {
    this.limits = limits;
    this.steps = limits.steps();
  }

  void step() {
    spend(1);
  }

  /// Counts characters that are copied, compared or searched.
  void work(long chars) {
    spend(1 + chars / CHARS_PER_STEP);
  }

  /// Counts characters that are looked at one by one, or changed.
  void change(long chars) {
    spend(1 + chars / CHANGED_CHARS_PER_STEP);
  }

  /// Counts items that are walked over.
  void items(long count) {
    spend(1 + count);
  }

  private void spend(long count) {
    // A count that ran over is beyond every limit.
    steps = count < 0 ? -1 : steps - count;
    if (steps < 0) {
      throw new TemplateException(0, "template needs more than " + limits.steps() + " steps");
    }
  }

  /// Counts a string that is about to be made.
  void string(long length) {
    if (length > limits.outputChars()) {
      throw new TemplateException(
          0, "template makes a text longer than " + limits.outputChars() + " characters");
    }
    work(length);
  }

  /// Counts what is about to be appended to a string.
  void append(long length, long more) {
    if (more > limits.outputChars() - length) {
      string(Long.MAX_VALUE);
    }
    work(more);
  }

  /// Counts a list of items that are there already and about to be copied.
  void list(long size) {
    growList(size);
    spend(size / COPIED_ITEMS_PER_STEP);
  }

  /// Counts a list whose items are about to be made.
  void newList(long size) {
    growList(size);
    spend(size);
  }

  /// Counts one item that is added to a list, which is as long as this then.
  void growList(long size) {
    if (size > limits.listItems()) {
      throw new TemplateException(
          0, "template makes a list of more than " + limits.listItems() + " items");
    }
    step();
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
