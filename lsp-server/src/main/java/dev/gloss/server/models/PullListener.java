package dev.gloss.server.models;

/// Watches a model come. Called on the thread that fetches it, so it must be quick.
public interface PullListener {

  /// It is clear what is going to be fetched.
  ///
  /// @param repository that has it
  /// @param choice the files, and what else there would have been
  void chosen(String repository, FileChoice choice);

  /// What the numbers that follow count up to.
  ///
  /// @param what a file's name
  /// @param step what happens to it
  /// @param done bytes that are there already
  /// @param total bytes in all; [HubFile#UNKNOWN] where nobody said
  void begin(String what, Step step, long done, long total);

  /// More of the step is done.
  ///
  /// @param bytes since the last call
  void advanced(long bytes);

  /// Bytes that were there are not: the step counts from zero again.
  void restarted();

  /// The step is over.
  void end();

  /// Something a person may want to know.
  ///
  /// @param sentence without a full stop
  void note(String sentence);

  /// What takes its time.
  enum Step {
    /// Bytes come from the hub.
    FETCHING,
    /// Bytes on the disk are added up.
    VERIFYING
  }
}
