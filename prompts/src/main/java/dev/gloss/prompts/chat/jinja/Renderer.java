package dev.gloss.prompts.chat.jinja;

import dev.gloss.prompts.chat.jinja.Statement.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs statements. Belongs to one rendering.
final class Renderer {
  /// How a statement ended.
  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  private final Budget budget;
  private final Evaluator evaluator;
  private MarkedText.Builder out;

  Renderer(Budget budget) {
    this.budget = budget;
    this.out = new MarkedText.Builder(budget);
    this.evaluator = new Evaluator(budget);
  }

  MarkedText render(List<Statement> template, Scope scope) {
    run(template, scope);
    return out.build();
  }

  private Flow run(List<Statement> body, Scope scope) {
    budget.enter();
    Flow flow = Flow.NEXT;
    for (int i = 0; flow == Flow.NEXT && i < body.size(); i++) {
      budget.step();
      flow = run(body.get(i), scope);
    }
    budget.leave();
    return flow;
  }

  private Flow run(Statement statement, Scope scope) {
    switch (statement) {
      case Statement.Text(MarkedText text) -> out.append(text);
      case Statement.Print(Expression value) -> print(value, scope);
      case Statement.If choice -> {
        return choose(choice, scope);
      }
      case Statement.For loop -> loop(loop, scope);
      case Statement.Set(int line, Target target, Expression value) ->
          assign(line, target, evaluator.value(value, scope), scope);
      case Statement.SetBlock block -> setBlock(block, scope);
      case Statement.FilterBlock block ->
          out.append(text(filtered(block.line(), block.filters(), block.body(), scope)));
      case Statement.CallBlock block -> call(block, scope);
      case Statement.With with -> {
        return run(with.body(), with(with, scope));
      }
      case Statement.Unsupported(int line, String problem) ->
          throw new TemplateException(line, problem);
      case Statement.Macro macro -> scope.set(macro.name(), macro(macro, scope));
      case Statement.Group(List<Statement> body) -> {
        return run(body, scope);
      }
      case Statement.Break stop -> {
        return Flow.BREAK;
      }
      case Statement.Continue next -> {
        return Flow.CONTINUE;
      }
    }
    return Flow.NEXT;
  }

  private void print(Expression value, Scope scope) {
    try {
      out.append(Printer.str(evaluator.value(value, scope), budget));
    } catch (TemplateException e) {
      throw e.at(value.line());
    }
  }

  private Flow choose(Statement.If choice, Scope scope) {
    for (Statement.Branch branch : choice.branches()) {
      if (evaluator.truth(branch.test(), scope)) {
        return run(branch.body(), scope);
      }
    }
    return run(choice.otherwise(), scope);
  }

  private void loop(Statement.For loop, Scope scope) {
    List<Object> items = items(loop, scope);
    if (items.isEmpty()) {
      run(loop.otherwise(), new Scope(scope));
      return;
    }
    Loop state = new Loop(items, budget);
    for (Object item : items) {
      budget.step();
      state.advance();
      Scope inside = new Scope(scope);
      inside.set("loop", state);
      assign(loop.line(), loop.target(), item, inside);
      if (run(loop.body(), inside) == Flow.BREAK) {
        break;
      }
    }
  }

  private List<Object> items(Statement.For loop, Scope scope) {
    List<Object> all;
    try {
      all = Values.iterate(evaluator.value(loop.items(), scope), budget);
    } catch (TemplateException e) {
      throw e.at(loop.line());
    }
    Expression filter = loop.filter();
    if (filter == null) {
      return all;
    }
    List<Object> kept = new ArrayList<>();
    for (Object item : all) {
      Scope inside = new Scope(scope);
      assign(loop.line(), loop.target(), item, inside);
      if (evaluator.truth(filter, inside)) {
        kept.add(item);
      }
    }
    return kept;
  }

  private void assign(int line, Target target, Object value, Scope scope) {
    switch (target) {
      case Target.Name(String name) -> scope.set(name, value);
      case Target.Attribute(String name, String attribute) -> {
        if (!(scope.get(name, budget) instanceof Namespace namespace)) {
          throw new TemplateException(
              line, "'" + name + "' is no namespace, its attributes are fixed");
        }
        namespace.attributes().put(attribute, value);
      }
      case Target.Tuple(List<Target> targets) -> {
        List<Object> items;
        try {
          items = Values.iterate(value, budget);
        } catch (TemplateException e) {
          throw e.at(line);
        }
        if (items.size() != targets.size()) {
          throw new TemplateException(
              line, "expected " + targets.size() + " values to unpack, found " + items.size());
        }
        for (int i = 0; i < items.size(); i++) {
          assign(line, targets.get(i), items.get(i), scope);
        }
      }
    }
  }

  private void setBlock(Statement.SetBlock block, Scope scope) {
    Object value = filtered(block.line(), block.filters(), block.body(), scope);
    assign(block.line(), block.target(), value, scope);
  }

  private Object filtered(
      int line, List<Statement.AppliedFilter> filters, List<Statement> body, Scope scope) {
    Object value = captured(body, new Scope(scope));
    try {
      for (Statement.AppliedFilter applied : filters) {
        Arguments arguments = evaluator.arguments(applied.arguments(), scope);
        value = applied.filter().apply(value, arguments, budget);
      }
    } catch (TemplateException e) {
      throw e.at(line);
    }
    return value;
  }

  private MarkedText text(Object value) {
    return Printer.str(value, budget);
  }

  private void call(Statement.CallBlock block, Scope scope) {
    try {
      out.append(text(evaluator.call(block.call(), scope, macro(block.caller(), scope))));
    } catch (TemplateException e) {
      throw e.at(block.line());
    }
  }

  private Scope with(Statement.With with, Scope scope) {
    Scope inside = new Scope(scope);
    for (Statement.Set value : with.values()) {
      assign(with.line(), value.target(), evaluator.value(value.value(), scope), inside);
    }
    return inside;
  }

  private MarkedText captured(List<Statement> body, Scope scope) {
    MarkedText.Builder outside = out;
    out = new MarkedText.Builder(budget);
    run(body, scope);
    MarkedText text = out.build();
    out = outside;
    return text;
  }

  private Callable macro(Statement.Macro macro, Scope home) {
    return arguments -> {
      budget.enter();
      MarkedText text = captured(macro.body(), bound(macro, arguments, new Scope(home)));
      budget.leave();
      return text;
    };
  }

  /// Gives the parameters of a macro their arguments.
  private Scope bound(Statement.Macro macro, Arguments arguments, Scope inside) {
    budget.items(macro.parameters().size());
    Arguments given = special(macro, arguments, inside);
    for (int i = 0; i < macro.parameters().size(); i++) {
      String name = macro.parameters().get(i).name();
      Object argument = given.find(i, name);
      Expression byDefault = macro.parameters().get(i).byDefault();
      if (argument != null) {
        inside.set(name, argument);
      } else if (byDefault != null) {
        inside.set(name, evaluator.value(byDefault, inside));
      } else {
        inside.set(name, new Undefined("argument '" + name + "' was not given"));
      }
    }
    return inside;
  }

  /// Sets `caller`, `varargs` and `kwargs` where the macro reads them, and refuses what it takes no
  /// other way.
  ///
  /// @return the arguments that are left for its parameters
  private Arguments special(Statement.Macro macro, Arguments arguments, Scope inside) {
    List<String> names = macro.parameters().stream().map(Statement.Parameter::name).toList();
    Map<String, Object> named = new LinkedHashMap<>(arguments.named());
    List<Object> positional = arguments.positional();
    if (macro.reads().contains(Evaluator.CALLER)) {
      Object caller = named.remove(Evaluator.CALLER);
      inside.set(Evaluator.CALLER, caller == null ? new Undefined("there is no caller") : caller);
    }
    if (macro.reads().contains(Statement.Macro.VARARGS)) {
      int own = Math.min(names.size(), positional.size());
      inside.set(Statement.Macro.VARARGS, new Tuple(positional.subList(own, positional.size())));
      positional = positional.subList(0, own);
    }
    if (macro.reads().contains(Statement.Macro.KWARGS)) {
      Map<Object, Object> rest = new LinkedHashMap<>();
      named.forEach((name, value) -> rest.put(MarkedText.template(name), value));
      names.forEach(name -> rest.remove(MarkedText.template(name)));
      inside.set(Statement.Macro.KWARGS, rest);
      named.keySet().retainAll(names);
    }
    return new Arguments(positional, named).only(names.toArray(String[]::new));
  }
}
