package dev.gloss.server.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.gloss.server.status.GlossStatus;
import dev.gloss.server.status.StatusJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What we send is what the published schema says, and comes back as what it was.
class SchemaTest {

  static Stream<TraceEvent> events() {
    return Stream.of(
        new TraceEvent.Begin("1", 0, Feature.ASK, null, null, null, 1_700_000_000_000L),
        new TraceEvent.Begin(
            "1",
            0,
            Feature.EXPLAIN,
            "file:///a/Totals.java",
            TraceRange.of(8, 2, 14, 3),
            "Totals.sum",
            1_700_000_000_000L),
        new TraceEvent.Prompt("1", 1, "<｜User｜>Explain", 12, 7, List.of()),
        new TraceEvent.Prompt(
            "1", 1, "// a/B.java", 12, 7, List.of(new TraceQuotation("a/B.java", 3, 9, "alike"))),
        new TraceEvent.Think("1", 2, "loops over \"values\"\n"),
        new TraceEvent.Answer("1", 3, "Returns 😀", false),
        new TraceEvent.Answer("1", 3, "", true),
        new TraceEvent.Token("1", 4, 17, "sum", 0.25, false, false, null, List.of()),
        new TraceEvent.Token(
            "1",
            5,
            18,
            "",
            1,
            true,
            false,
            "total",
            List.of(new TraceAlternative(18, "\uFFFD", 1), new TraceAlternative(3, "a", 0))),
        new TraceEvent.End(
            "1",
            6,
            TraceFinish.REJECTED,
            "It does not parse.",
            new TraceTimings(4, 1, 2, 1),
            12,
            7,
            5,
            4,
            3,
            412.5),
        new TraceEvent.End(
            "1", 6, TraceFinish.STOP, null, new TraceTimings(0, 0, 0, 0), 0, 0, 0, 0, 0, 0),
        new TraceEvent.Error("1", 7, "The model file is shorter than its header says."),
        new TraceEvent.Gap("1", 8, 100));
  }

  static Stream<GlossStatus> states() {
    return Stream.of(
        GlossStatus.LOADING,
        new GlossStatus(GlossStatus.State.READY, "gloss-nano", "other", "cpu", null),
        new GlossStatus(
            GlossStatus.State.BUSY,
            "gloss-nano",
            null,
            "cpu",
            null,
            new GlossStatus.Quiet("unsure", "Held back."),
            new GlossStatus.Kept(9, 7, new GlossStatus.Kept(3, 2, null)),
            "index: 5,000 files"),
        new GlossStatus(GlossStatus.State.FAILED, null, null, null, "no such file"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyEventFollowsTheSchemaAndComesBack(TraceEvent event) throws IOException {
    String json = TraceJson.write(event);
    assertEquals(Set.of(), check("trace", json), json);
    assertEquals(event, TraceJson.readEvent(json));
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyStateFollowsTheSchema(GlossStatus status) throws IOException {
    String json = StatusJson.write(status);
    assertEquals(Set.of(), check("status", json), json);
  }

  @Test
  void theSchemaRefusesWhatIsNotAnEvent() throws IOException {
    assertFalse(check("trace", "{\"request\":\"1\",\"seq\":0,\"kind\":\"dance\"}").isEmpty());
    assertFalse(check("trace", "{\"request\":\"1\",\"seq\":0,\"kind\":\"think\"}").isEmpty());
    assertFalse(
        check("trace", "{\"request\":\"1\",\"seq\":0,\"kind\":\"think\",\"text\":\"a\",\"id\":1}")
            .isEmpty());
    assertFalse(check("status", "{\"state\":\"asleep\"}").isEmpty());
  }

  private static Set<ValidationMessage> check(String name, String json) throws IOException {
    Path file = Path.of(System.getProperty("gloss.root"), "docs/schema", name + ".schema.json");
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(file));
    return schema.validate(json, InputFormat.JSON);
  }
}
