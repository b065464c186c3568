package dev.gloss.server.retrieval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/// The index as Lucene keeps it, on the disk or in memory: a document a window, with the path of
/// its file and its terms. The first document of a file also has its [Stamp].
///
/// Files are read, never mapped: of a mapped file that is cut short the virtual machine may die.
/// Safe for use by many threads.
final class IndexStore implements AutoCloseable {
  static final String PATH = "path";
  static final String TERMS = "terms";
  private static final String MODIFIED = "modified";
  private static final String BYTES = "bytes";
  private static final String FOUND = "found";
  private static final String VERSION_KEY = "gloss";

  /// Changes with whatever a document holds, and with how a text becomes terms.
  private static final String VERSION = "1 " + Version.LATEST;

  private static final double BUFFER_MEGABYTES = 24;
  private static final double LARGEST_SEGMENT_MEGABYTES = 256;

  /// The buffer is written down when the process ends only where that is done in a moment.
  private static final long QUICKLY_WRITTEN_BYTES = 4 << 20;

  /// How old a look at the index of somebody else is at most.
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

  /// Windows are of about one length, and a term counts once in each.
  private static final Similarity SIMILARITY = new BM25Similarity(0.4f, 0.4f);

  private static final FieldType TERMS_TYPE = new FieldType();

  static {
    TERMS_TYPE.setTokenized(true);
    TERMS_TYPE.setIndexOptions(IndexOptions.DOCS);
    TERMS_TYPE.freeze();
  }

  private final Directory directory;
  private final @Nullable IndexWriter writer;
  private final SearcherManager searchers;
  private final Place place;
  private volatile long refreshedNanos = System.nanoTime();

  /// Where it is.
  enum Place {
    /// On the disk, written by this process.
    DISK,
    /// On the disk, written by somebody else.
    ANOTHERS,
    /// In memory, for this process alone.
    MEMORY
  }

  /// How a file looked when it was read.
  ///
  /// @param modifiedNanos when it had been written, since 1970
  /// @param bytes how long it was; -1 for what an editor has
  record Stamp(long modifiedNanos, long bytes) {}

  private IndexStore(
      Directory directory, @Nullable IndexWriter writer, SearcherManager searchers, Place place) {
    this.directory = directory;
    this.writer = writer;
    this.searchers = searchers;
    this.place = place;
  }

  /// Opens the index in a folder for writing; the folder is there. One that is broken, or of
  /// another version, is thrown away.
  ///
  /// @param busy whether somebody is served; what is not urgent waits then
  /// @throws LockObtainFailedException if somebody else writes it
  /// @throws IOException if nothing can be written there
  static IndexStore onDisk(Path folder, BooleanSupplier busy) throws IOException {
    Directory directory = new NIOFSDirectory(folder);
    try {
      try (Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
        lock.ensureValid();
        if (!isSound(directory)) {
          clear(directory);
        }
      }
      return writing(directory, Place.DISK, busy);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /// Opens an index that somebody else writes.
  ///
  /// @throws IOException if it cannot be read, or is of another version
  static IndexStore ofAnother(Path folder) throws IOException {
    Directory directory = new NIOFSDirectory(folder);
    try {
      if (!isOfThisVersion(directory)) {
        throw new IOException(folder + " holds no index of this version");
      }
      return new IndexStore(directory, null, new SearcherManager(directory, null), Place.ANOTHERS);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /// An empty index in memory.
  static IndexStore inMemory(BooleanSupplier busy) throws IOException {
    return writing(new ByteBuffersDirectory(), Place.MEMORY, busy);
  }

  private static IndexStore writing(Directory directory, Place place, BooleanSupplier busy)
      throws IOException {
    TieredMergePolicy merges = new TieredMergePolicy();
    merges.setMaxMergedSegmentMB(LARGEST_SEGMENT_MEGABYTES);
    merges.setForceMergeDeletesPctAllowed(0);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setRAMBufferSizeMB(BUFFER_MEGABYTES)
            .setCommitOnClose(false)
            .setSimilarity(SIMILARITY)
            .setMergePolicy(merges)
            .setMergeScheduler(new CalmMerges(busy));
    IndexWriter writer = new IndexWriter(directory, config);
    writer.setLiveCommitData(Map.of(VERSION_KEY, VERSION).entrySet());
    return new IndexStore(directory, writer, new SearcherManager(writer, null), place);
  }

  /// Whether there is an index of this version in which every byte is as it was written.
  private static boolean isSound(Directory directory) {
    try {
      if (!isOfThisVersion(directory)) {
        return false;
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        for (LeafReaderContext leaf : reader.leaves()) {
          leaf.reader().checkIntegrity();
        }
      }
      return true;
    } catch (IOException | RuntimeException e) {
      // Whatever is wrong with it, it is made again.
      return false;
    }
  }

  private static boolean isOfThisVersion(Directory directory) throws IOException {
    return DirectoryReader.indexExists(directory)
        && VERSION.equals(SegmentInfos.readLatestCommit(directory).getUserData().get(VERSION_KEY));
  }

  private static void clear(Directory directory) throws IOException {
    for (String name : directory.listAll()) {
      if (!name.equals(IndexWriter.WRITE_LOCK_NAME)) {
        directory.deleteFile(name);
      }
    }
  }

  Place place() {
    return place;
  }

  /// Takes a file in, in place of what it was.
  ///
  /// @param windows null for a file of which nothing is to be found
  /// @param fresh whether it is not in the index yet
  void put(String path, Stamp stamp, @Nullable FileWindows windows, boolean fresh)
      throws IOException {
    Iterable<Document> documents = () -> new Documents(path, stamp, windows);
    if (fresh) {
      writer().addDocuments(documents);
    } else {
      writer().updateDocuments(new Term(PATH, path), documents);
    }
  }

  /// The file is gone.
  void remove(String path) throws IOException {
    writer().deleteDocuments(new Term(PATH, path));
  }

  /// Not a byte of what was removed is left on the disk; what was put is found and safe then.
  void purge() throws IOException {
    IndexWriter open = writer();
    open.commit();
    open.forceMergeDeletes(true);
    open.commit();
    refresh();
    open.deleteUnusedFiles();
  }

  /// What was put is found from now on.
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  /// What was put outlives the process.
  void commit() throws IOException {
    writer().commit();
  }

  /// Something that is looked up.
  @FunctionalInterface
  interface Search<T> {
    T in(IndexSearcher searcher) throws IOException;
  }

  /// Looks something up in what was shown last.
  ///
  /// @throws org.apache.lucene.store.AlreadyClosedException if it is closed
  <T> T search(Search<T> search) throws IOException {
    if (place == Place.ANOTHERS && System.nanoTime() - refreshedNanos > FRESH_NANOS) {
      refreshedNanos = System.nanoTime();
      searchers.maybeRefresh();
    }
    IndexSearcher shared = searchers.acquire();
    try {
      IndexSearcher searcher = new IndexSearcher(shared.getIndexReader());
      searcher.setQueryCache(null);
      searcher.setSimilarity(SIMILARITY);
      return search.in(searcher);
    } finally {
      searchers.release(shared);
    }
  }

  /// Is told of a file.
  @FunctionalInterface
  interface FileSink {
    /// @param found whether something of it is to be found
    void file(String path, Stamp stamp, boolean found);
  }

  /// Whether something that was committed is only marked as taken out.
  boolean hasDeletions() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return reader.hasDeletions();
    } catch (IndexNotFoundException e) {
      return false; // Nothing was committed yet.
    }
  }

  /// Tells of each file that was committed.
  void files(FileSink sink) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        Bits live = leaf.reader().getLiveDocs();
        SortedDocValues paths = DocValues.getSorted(leaf.reader(), PATH);
        NumericDocValues modified = DocValues.getNumeric(leaf.reader(), MODIFIED);
        NumericDocValues bytes = DocValues.getNumeric(leaf.reader(), BYTES);
        NumericDocValues found = DocValues.getNumeric(leaf.reader(), FOUND);
        for (int doc = modified.nextDoc();
            doc != NumericDocValues.NO_MORE_DOCS;
            doc = modified.nextDoc()) {
          if ((live == null || live.get(doc))
              && paths.advanceExact(doc)
              && bytes.advanceExact(doc)
              && found.advanceExact(doc)) {
            sink.file(
                paths.lookupOrd(paths.ordValue()).utf8ToString(),
                new Stamp(modified.longValue(), bytes.longValue()),
                found.longValue() == 1);
          }
        }
      }
    } catch (IndexNotFoundException e) {
      // Nothing was committed yet.
    }
  }

  /// What it takes, in bytes.
  long sizeBytes() throws IOException {
    long size = 0;
    for (String name : directory.listAll()) {
      try {
        size += directory.fileLength(name);
      } catch (IOException e) {
        // A merge has just done with it.
      }
    }
    return size;
  }

  private IndexWriter writer() {
    if (writer == null) {
      throw new IllegalStateException("somebody else writes this index");
    }
    return writer;
  }

  /// Keeps what can be written in a moment, and leaves the rest for the next time.
  @Override
  public void close() throws IOException {
    try (directory;
        searchers) {
      if (writer != null) {
        try {
          if (place == Place.DISK
              && writer.isOpen()
              && writer.ramBytesUsed() <= QUICKLY_WRITTEN_BYTES) {
            writer.commit();
          }
        } finally {
          writer.rollback();
        }
      }
    }
  }

  /// The documents of a file, one after the other in the same object, as Lucene takes them.
  private static final class Documents implements Iterator<Document> {
    private final Document document = new Document();
    private final @Nullable TermStream terms;
    private final int count;
    private final Field path;
    private final Field pathValue;
    private final @Nullable Field termsField;
    private final Stamp stamp;
    private int next;

    Documents(String path, Stamp stamp, @Nullable FileWindows windows) {
      BytesRef bytes = new BytesRef(path);
      this.path = new StringField(PATH, bytes, Field.Store.NO);
      this.pathValue = new SortedDocValuesField(PATH, bytes);
      this.stamp = stamp;
      this.terms = windows == null ? null : new TermStream(windows);
      this.termsField = terms == null ? null : new Field(TERMS, terms, TERMS_TYPE);
      this.count = windows == null ? 1 : Math.max(1, windows.count());
    }

    @Override
    public boolean hasNext() {
      return next < count;
    }

    @Override
    public Document next() {
      document.clear();
      document.add(path);
      document.add(pathValue);
      if (next == 0) {
        document.add(new NumericDocValuesField(MODIFIED, stamp.modifiedNanos()));
        document.add(new NumericDocValuesField(BYTES, stamp.bytes()));
        document.add(new NumericDocValuesField(FOUND, terms == null ? 0 : 1));
      }
      if (terms != null && termsField != null && terms.window(next) > 0) {
        document.add(termsField);
      }
      next++;
      return document;
    }
  }
}
