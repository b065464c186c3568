package dev.gloss.server.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gloss.server.project.WorkspaceFiles;
import dev.gloss.server.work.Workers;
import dev.gloss.server.workspace.Document;
import dev.gloss.server.workspace.Documents;
import dev.gloss.server.workspace.PromptAdmission;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is found in a workspace's other files, and what never gets into the index.
@Timeout(60)
class CodeIndexTest {
  private static final String ORDERS =
      """
      class Orders {
        Receipt settleInvoice(Ledger ledger) {
          Voucher voucher = ledger.openVoucher();
          return voucher.stampReceipt();
        }
      }
      """;
  private static final String WEATHER =
      """
      class Weather {
        Forecast readBarometer(Station station) {
          return station.pressureForecast();
        }
      }
      """;
  private static final String PLACE = "Voucher voucher = ledger.openVoucher();\n";

  @TempDir Path temporary;
  private Path folder;
  private Path cache;
  private final Documents documents = new Documents();
  private final PromptAdmission admission = new PromptAdmission();
  private final Workers workers = Workers.ofThisMachine();
  private final List<CodeIndex> open = new ArrayList<>();
  private WorkspaceFiles files;

  @BeforeEach
  void workspace() throws IOException {
    folder = Files.createDirectories(temporary.toRealPath().resolve("w"));
    cache = temporary.toRealPath().resolve("cache");
    files =
        new WorkspaceFiles(
            workers, documents, path -> admission.refusal(path, List.of(folder), true).isEmpty());
    files.roots(List.of(folder));
    write("a/Orders.java", ORDERS);
    write("a/Weather.java", WEATHER);
  }

  @AfterEach
  void close() {
    open.forEach(CodeIndex::close);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private CodeIndex index() {
    return index(new IndexOptions(cache, 10_000, 64 << 20, Duration.ZERO, () -> false));
  }

  private CodeIndex index(IndexOptions options) {
    CodeIndex index = new CodeIndex(workers, files, options);
    open.add(index);
    index.start();
    index.settled().join();
    return index;
  }

  private ContextQuery query(String text) {
    String uri = folder.resolve("a/Place.java").toUri().toString();
    return ContextQuery.around(new Document(uri, "java", 1, text), 0, 5);
  }

  private String found(CodeIndex index, String text) {
    return index.find(query(text)).stream().map(Piece::name).collect(Collectors.joining(" "));
  }

  private static void tell(CodeIndex index, Path... paths) {
    index.changed(List.of(paths));
    index.settled().join();
  }

  /// All terms in the files on the disk, of what was taken out as well.
  private Set<String> terms() throws IOException {
    Set<String> terms = new TreeSet<>();
    try (Directory directory = new NIOFSDirectory(indexFolder());
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        for (String field : List.of(IndexStore.TERMS, IndexStore.PATH)) {
          Terms of = leaf.reader().terms(field);
          TermsEnum each = of == null ? TermsEnum.EMPTY : of.iterator();
          for (BytesRef term = each.next(); term != null; term = each.next()) {
            terms.add(term.utf8ToString());
          }
        }
      }
    }
    return terms;
  }

  private Path indexFolder() throws IOException {
    try (Stream<Path> all = Files.list(cache.resolve("index"))) {
      return all.findFirst().orElseThrow();
    }
  }

  /// Whether a text stands in the index, in its terms or in the bytes of its files.
  private boolean holds(String text) throws IOException {
    String small = text.toLowerCase(Locale.ROOT);
    if (terms().stream().anyMatch(term -> term.toLowerCase(Locale.ROOT).contains(small))) {
      return true;
    }
    try (Stream<Path> all = Files.list(indexFolder())) {
      for (Path file : all.toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (bytes.toLowerCase(Locale.ROOT).contains(small)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void whatIsLikeThePlaceIsFoundAsItStandsThere() {
    List<Piece> pieces = index().find(query(PLACE));
    assertEquals(1, pieces.size());
    Piece piece = pieces.getFirst();
    assertEquals("a/Orders.java", piece.name());
    assertEquals(folder.resolve("a/Orders.java"), piece.path());
    assertEquals(1, piece.firstLine());
    assertEquals(6, piece.lastLine());
    assertEquals(ORDERS.stripTrailing(), piece.text());
    assertTrue(piece.score() > 0 && piece.score() <= 1, () -> "" + piece.score());
    assertTrue(piece.reason().contains("openVoucher"), piece::reason);
  }

  @Test
  void theBestWindowOfALongFileIsFound() throws IOException {
    write("a/Long.java", "int filler;\n".repeat(100) + ORDERS + "int filler;\n".repeat(100));
    Piece piece =
        index().find(query(PLACE)).stream()
            .filter(found -> found.name().equals("a/Long.java"))
            .findFirst()
            .orElseThrow();
    assertTrue(piece.firstLine() <= 101 && piece.lastLine() >= 106, piece::toString);
    assertTrue(piece.lastLine() - piece.firstLine() < 40, piece::toString);
    assertTrue(piece.text().contains("stampReceipt"));
  }

  @Test
  void theFileItselfAndWhatIsExcludedIsNotFound() throws IOException {
    write("a/Place.java", PLACE);
    CodeIndex index = index();
    assertEquals("a/Orders.java", found(index, PLACE));
    ContextQuery without = query(PLACE).excluding(path -> path.endsWith("Orders.java"));
    assertEquals(List.of(), index.find(without));
  }

  @Test
  void plantedKeysAreNowhere() throws IOException {
    Random random = new Random(7);
    String key =
        random
            .ints(36, 0, 36)
            .mapToObj(digit -> Integer.toString(digit, 36))
            .collect(Collectors.joining());
    write("a/Keys.java", "class Keys { String voucherToken = \"ghp_" + key + "\"; }\n");
    write(".gitignore", "Hidden*.java\n/built/\n");
    write("a/.aiignore", "Private.java\n");
    write("a/HiddenVault.java", "class HiddenVault { Voucher gitSecretName; }\n");
    write("built/Made.java", "class Made { Voucher builtSecretName; }\n");
    write("a/Private.java", "class Private { Voucher aiSecretName; }\n");
    Path outside = Files.createDirectories(temporary.toRealPath().resolve("outside"));
    Files.writeString(outside.resolve("Far.java"), "class Far { Voucher farSecretName; }\n");
    Files.createSymbolicLink(folder.resolve("a/Linked.java"), outside.resolve("Far.java"));
    Files.createSymbolicLink(folder.resolve("linked"), outside);
    Files.createSymbolicLink(folder.resolve("loop"), folder);
    CodeIndex index = index();
    List<Path> told =
        Stream.of("a/HiddenVault.java", "built/Made.java", "a/Private.java", "a/Linked.java")
            .map(folder::resolve)
            .collect(Collectors.toCollection(ArrayList::new));
    told.add(outside.resolve("Far.java"));
    tell(index, told.toArray(Path[]::new));
    String text = "Voucher gitSecretName builtSecretName aiSecretName farSecretName voucherToken\n";
    List<Piece> pieces = index.find(query(text));
    assertEquals(
        Set.of("a/Keys.java", "a/Orders.java"),
        pieces.stream().map(Piece::name).collect(Collectors.toSet()));
    assertFalse(pieces.stream().anyMatch(piece -> piece.text().contains(key)));
    index.close();
    assertTrue(holds("voucherToken") && holds("settleInvoice"), "it can be seen");
    for (String planted :
        List.of(key, key.substring(20), "SecretName", "HiddenVault", "Made.java", "Far.java")) {
      assertFalse(holds(planted), planted);
    }
  }

  @Test
  void whatBecomesIgnoredLeavesTheIndex() throws IOException {
    CodeIndex index = index();
    assertEquals("a/Orders.java", found(index, PLACE));
    tell(index, write(".gitignore", "Orders.java\n"));
    assertEquals("", found(index, PLACE));
    assertFalse(holds("settleInvoice"));
    assertFalse(holds("Orders.java"));
    assertTrue(holds("readBarometer"));
    tell(index, write(".gitignore", "# nothing\n"));
    assertEquals("a/Orders.java", found(index, PLACE));
  }

  @Test
  void whatIsIgnoredIsNotFoundAlsoBeforeTheIndexKnows() throws IOException {
    CodeIndex index = index();
    write(".gitignore", "Orders.java\n");
    assertEquals("", found(index, PLACE));
    index.settled().join();
    index.close();
    assertFalse(holds("settleInvoice"));
  }

  @Test
  void whatBecameIgnoredWhileNobodyLookedLeavesTheIndex() throws IOException {
    index().close();
    assertTrue(holds("settleInvoice"));
    write(".aiignore", "Orders.java\n");
    index().close();
    assertFalse(holds("settleInvoice"));
  }

  @Test
  void whatAPersonExcludesLeavesTheIndex() throws IOException {
    CodeIndex index = index();
    index.rules(path -> path.endsWith("Orders.java"));
    assertEquals("", found(index, PLACE), "at once");
    index.settled().join();
    assertFalse(holds("settleInvoice"));
  }

  @Test
  void foldersThatAreOfNoInterestAreNotFollowedEither() throws IOException {
    CodeIndex index = index();
    Path library = write("node_modules/x/index.js", "var turbine;\n");
    Path hidden = write(".hidden/New.java", "class New { Turbine turbine; }\n");
    tell(index, library, hidden);
    assertEquals("", found(index, "turbine\n"));
    assertEquals(2, index.state().files());
  }

  @Test
  void manyChangesAreFoundByALookAtAllFiles() throws IOException {
    CodeIndex index = index();
    List<Path> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(write("many/Some" + i + ".java", "class Some" + i + " {}\n"));
    }
    tell(index, many.toArray(Path[]::new));
    assertEquals(1002, index.state().files());
  }

  @Test
  void changesOnTheDiskAreFollowed() throws IOException {
    CodeIndex index = index();
    tell(index, write("b/New.java", "class New { Turbine turbine; }\n"));
    assertEquals("b/New.java", found(index, "turbine\n"));
    tell(index, write("b/New.java", "class New { Propeller propeller; }\n"));
    assertEquals("", found(index, "turbine\n"));
    assertEquals("b/New.java", found(index, "propeller\n"));
    Path renamed = folder.resolve("b/Other.java");
    Files.move(folder.resolve("b/New.java"), renamed);
    tell(index, folder.resolve("b/New.java"), renamed);
    assertEquals("b/Other.java", found(index, "propeller\n"));
    Files.move(folder.resolve("b"), folder.resolve("c"));
    tell(index, folder.resolve("b"), folder.resolve("c"));
    assertEquals("c/Other.java", found(index, "propeller\n"));
    assertEquals(3, index.state().files());
    Files.delete(folder.resolve("c/Other.java"));
    tell(index, folder.resolve("c/Other.java"));
    assertEquals("", found(index, "propeller\n"));
    assertEquals(2, index.state().files());
  }

  @Test
  void whatChangedUnheardIsTakenAsItIsNow() throws IOException {
    CodeIndex index = index();
    write("a/Orders.java", "int filler;\n".repeat(50) + ORDERS);
    Piece piece = index.find(query(PLACE)).getFirst();
    assertTrue(piece.text().contains("stampReceipt"), piece::text);
    assertTrue(piece.lastLine() >= 54, piece::toString);
    write("a/Orders.java", "class Orders {}\n");
    assertEquals("", found(index, PLACE));
    Files.delete(folder.resolve("a/Orders.java"));
    assertEquals("", found(index, PLACE));
    index.settled().join();
    assertEquals(1, index.state().files());
  }

  @Test
  void whatIsOpenCountsAsItIsThere() throws IOException {
    CodeIndex index = index();
    String uri = folder.resolve("a/Weather.java").toUri().toString();
    documents.open(new Document(uri, "java", 2, "class Weather { Turbine turbine; }\n"));
    index.edited(uri);
    index.settled().join();
    assertEquals("a/Weather.java", found(index, "turbine\n"));
    assertEquals("", found(index, "readBarometer\n"));
    documents.close(uri);
    index.opened(uri);
    index.settled().join();
    assertEquals("a/Weather.java", found(index, "readBarometer\n"));
  }

  @Test
  void theNextStartReadsWhatChangedAlone() throws IOException {
    CodeIndex first = index();
    tell(first, write("a/Gone.java", "class Gone { Turbine turbine; }\n"));
    first.close();
    Path weather = folder.resolve("a/Weather.java");
    FileTime time = Files.getLastModifiedTime(weather);
    Files.writeString(weather, WEATHER.replace("readBarometer", "spinTurbinesX"));
    Files.setLastModifiedTime(weather, time);
    write("a/Orders.java", ORDERS + "class Propeller {}\n");
    Files.delete(folder.resolve("a/Gone.java"));
    CodeIndex second = index();
    assertEquals("a/Orders.java", found(second, "propeller\n"));
    assertEquals("", found(second, "spinTurbinesX\n"), "it looks as it did");
    assertEquals(2, second.state().files());
  }

  @Test
  void anIndexThatIsCutOrSpoiledIsMadeAgain() throws IOException {
    index().close();
    List<String> names;
    try (Stream<Path> all = Files.list(indexFolder())) {
      names = all.map(file -> file.getFileName().toString()).sorted().toList();
    }
    for (int kind = 0; kind < 3; kind++) {
      for (int i = 0; i < names.size(); i++) {
        spoil(kind, i);
        CodeIndex index = index();
        assertEquals("a/Orders.java", found(index, PLACE), names.get(i));
        assertEquals(new IndexState(2, 2, 0, 0, true, null), index.state());
        index.close();
      }
    }
  }

  /// Spoils one of the files.
  ///
  /// @param kind 0 cuts it in half, 1 empties it, 2 changes a byte
  private void spoil(int kind, int number) throws IOException {
    List<Path> all;
    try (Stream<Path> list = Files.list(indexFolder())) {
      all = list.sorted().toList();
    }
    Path file = all.get(Math.min(number, all.size() - 1));
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      if (kind < 2) {
        bytes.setLength(kind == 0 ? bytes.length() / 2 : 0);
      } else if (bytes.length() > 0) {
        bytes.seek(bytes.length() / 2);
        int old = bytes.read();
        bytes.seek(bytes.length() / 2);
        bytes.write(old ^ 0x55);
      }
    }
  }

  @Test
  void anIndexOfAnotherVersionIsMadeAgain() throws IOException {
    index().close();
    try (Directory directory = new NIOFSDirectory(indexFolder());
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.setLiveCommitData(Map.of("gloss", "0").entrySet());
      writer.commit();
    }
    Path weather = folder.resolve("a/Weather.java");
    FileTime time = Files.getLastModifiedTime(weather);
    Files.writeString(weather, WEATHER.replace("readBarometer", "spinTurbinesX"));
    Files.setLastModifiedTime(weather, time);
    assertEquals("a/Weather.java", found(index(), "spinTurbinesX\n"), "read again");
  }

  @Test
  void twoShareAWorkspace() throws IOException {
    CodeIndex first = index();
    CodeIndex second = index();
    assertEquals("another process keeps it up to date", second.state().trouble());
    assertEquals("a/Orders.java", found(second, PLACE));
    first.close();
    second.settled().join();
    assertEquals(new IndexState(2, 2, 0, 0, true, null), second.state());
    tell(second, write("a/New.java", "class New { Turbine turbine; }\n"));
    assertEquals("a/New.java", found(second, "turbine\n"));
  }

  @Test
  void whereNothingCanBeWrittenItIsInMemory() throws IOException {
    Files.writeString(cache, "in the way");
    CodeIndex index = index();
    assertEquals("a/Orders.java", found(index, PLACE));
    String trouble = String.valueOf(index.state().trouble());
    assertTrue(trouble.startsWith("kept in memory: "), trouble);
    assertTrue(index.state().line().startsWith("index: 2 files; kept in memory"));
  }

  @Test
  void whereNothingCanBeWrittenAnyMoreItGoesOnInMemory() throws IOException {
    CodeIndex index = index();
    Path gone = indexFolder();
    try (Stream<Path> all = Files.list(gone)) {
      for (Path file : all.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(gone);
    tell(index, write("a/New.java", "class New { Turbine turbine; }\n"));
    assertEquals("a/New.java", found(index, "turbine\n"));
    assertEquals("a/Orders.java", found(index, PLACE));
    String trouble = String.valueOf(index.state().trouble());
    assertTrue(trouble.startsWith("kept in memory: "), trouble);
  }

  @Test
  void memoryIsBounded() throws IOException {
    for (int i = 0; i < 400; i++) {
      write("many/Some" + i + ".java", ORDERS);
    }
    CodeIndex index = index(new IndexOptions(null, 10_000, 1, Duration.ZERO, () -> false));
    // It looks at its size now and then, and sees what was written.
    assertTrue(index.state().beyond() > 0, index.state()::line);
    assertEquals(402, index.state().total());
    assertTrue(index.state().line().contains("no room for "), index.state()::line);
  }

  @Test
  void aLargeWorkspaceIsKnownInPart() throws IOException {
    for (int i = 0; i < 300; i++) {
      write("many/Some" + i + ".java", "class Some" + i + " { Turbine turbine; }\n");
    }
    CodeIndex index = index(new IndexOptions(cache, 100, 1 << 20, Duration.ZERO, () -> false));
    assertEquals(100, index.state().files());
    assertEquals(202, index.state().beyond());
    assertEquals("index: 100 of 302 files, no room for 202", index.state().line());
  }

  @Test
  void whatNobodyTypedIsCountedAndNotFound() throws IOException {
    write("a/Made.java", "// Code generated by a tool. DO NOT EDIT.\n" + ORDERS);
    write("a/Large.java", ORDERS.repeat(10_000));
    write("a/Binary.java", ORDERS + "\0\0");
    write("a/squeezed.js", "var voucher=ledger.openVoucher();".repeat(100));
    Files.write(folder.resolve("a/Latin.java"), new byte[] {'a', (byte) 0xe4, '\n'});
    CodeIndex index = index();
    assertEquals("a/Orders.java", found(index, PLACE));
    assertEquals("index: 2 files, left out 5 generated, large or unreadable", index.state().line());
    index.close();
    assertEquals(
        "index: 2 files, left out 5 generated, large or unreadable", index().state().line());
  }

  @Test
  void aFolderThatCannotBeReadIsNotThere() throws IOException {
    Path shut = Files.createDirectories(folder.resolve("shut"));
    Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("---------"));
    try {
      assertEquals("a/Orders.java", found(index(), PLACE));
    } finally {
      Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void othersMayNotLookIntoTheIndex() throws IOException {
    index().close();
    assertEquals(
        PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(indexFolder()));
  }

  @Test
  void otherFoldersHaveAnotherIndex() throws IOException {
    CodeIndex index = index();
    Path other = Files.createDirectories(temporary.toRealPath().resolve("v"));
    Files.writeString(other.resolve("New.java"), "class New { Turbine turbine; }\n");
    files.roots(List.of(other));
    index.rules(path -> false);
    index.settled().join();
    assertEquals("", found(index, PLACE));
    assertEquals("New.java", found(index, "turbine\n"));
    files.roots(List.of());
    index.rules(path -> false);
    index.settled().join();
    assertEquals("", found(index, "turbine\n"));
  }

  @Test
  void itWaitsForWhoeverIsServedButNotForEver() {
    CodeIndex index = index(new IndexOptions(cache, 10_000, 64 << 20, Duration.ZERO, () -> true));
    assertEquals("a/Orders.java", found(index, PLACE));
  }

  @Test
  void itEndsInTheMiddleOfItsWork() throws IOException {
    for (int i = 0; i < 2000; i++) {
      write("many/Some" + i + ".java", ORDERS);
    }
    CodeIndex index =
        new CodeIndex(
            workers, files, new IndexOptions(cache, 10_000, 64 << 20, Duration.ZERO, () -> false));
    index.start();
    long start = System.nanoTime();
    index.close();
    assertTrue(System.nanoTime() - start < 5_000_000_000L, "took too long");
    assertEquals(List.of(), index.find(query(PLACE)));
    assertEquals(2002, index().state().files());
  }
}
