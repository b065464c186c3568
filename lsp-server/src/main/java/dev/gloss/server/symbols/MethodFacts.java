package dev.gloss.server.symbols;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the compiler's tree of a method says for sure.
///
/// @param parameters their names, in order
/// @param returns the type as it is written; null where it returns nothing, as constructors do
/// @param declares exceptions of the `throws` clause, as they are written
/// @param raises classes of exceptions that the body creates and throws itself
/// @param reads fields of its class whose value it uses
/// @param writes fields of its class that it assigns
/// @param loops how many loops the body has
/// @param guards what it asks before all else to leave early, as it is written
/// @param recursive whether it calls itself; false also where that is not sure
/// @param callers methods of the same file that call it
/// @param calls how often they do
/// @param nullable parameters, and `""` for what it returns, that an annotation says may be null
/// @param hasBody whether there is code
public record MethodFacts(
    List<String> parameters,
    @Nullable String returns,
    List<String> declares,
    List<String> raises,
    Set<String> reads,
    Set<String> writes,
    int loops,
    List<String> guards,
    boolean recursive,
    Set<String> callers,
    int calls,
    Set<String> nullable,
    boolean hasBody) {}
