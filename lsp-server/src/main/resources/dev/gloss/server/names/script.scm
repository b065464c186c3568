; What JavaScript and TypeScript have in common. What the captures mean stands at NameTableBuilder.

; Scopes.
[
  (function_declaration)
  (function_expression)
  (generator_function_declaration)
  (generator_function)
  (method_definition)
] @scope.method
(arrow_function) @scope.function
[
  (statement_block)
  (for_statement)
  (for_in_statement)
  (catch_clause)
  (switch_body)
] @scope.block
(class_body) @scope.type
(class_static_block) @scope.method

; Functions and classes.
(function_declaration name: (identifier) @name body: (_) @body) @definition.function
(generator_function_declaration name: (identifier) @name body: (_) @body) @definition.function
(function_expression name: (identifier) @name body: (_) @body) @definition.function.inner
(generator_function name: (identifier) @name body: (_) @body) @definition.function.inner
(method_definition name: (property_identifier) @name body: (_) @body) @definition.method
(lexical_declaration
  kind: _ @keyword
  (variable_declarator
    name: (identifier) @name
    value: (arrow_function body: (_) @body)) @definition.function)
(lexical_declaration
  kind: _ @keyword
  (variable_declarator
    name: (identifier) @name
    value: (function_expression body: (_) @body)) @definition.function)

; Variables.
(lexical_declaration
  kind: _ @keyword
  (variable_declarator
    name: (identifier) @name
    value: (new_expression constructor: [(identifier) (member_expression)] @type)) @definition.variable)
(variable_declaration
  "var" @keyword
  (variable_declarator name: (identifier) @name) @definition.variable.hoisted)
(variable_declarator
  name: (object_pattern
    [
      (shorthand_property_identifier_pattern) @name @definition.variable
      (pair_pattern value: (identifier) @name @definition.variable)
      (rest_pattern (identifier) @name @definition.variable)
      (object_assignment_pattern
        left: (shorthand_property_identifier_pattern) @name @definition.variable)
    ]))
(variable_declarator
  name: (array_pattern
    [
      (identifier) @name @definition.variable
      (rest_pattern (identifier) @name @definition.variable)
    ]))
(for_in_statement
  kind: _ @keyword
  left: (identifier) @name @definition.variable)
(for_in_statement
  kind: _
  left: (array_pattern (identifier) @name @definition.variable))
(for_in_statement
  kind: _
  left: (object_pattern (shorthand_property_identifier_pattern) @name @definition.variable))
(catch_clause parameter: (identifier) @name @definition.variable)
(arrow_function parameter: (identifier) @name @definition.parameter)

; Whatever else takes values apart declares names, or does not.
(shorthand_property_identifier_pattern) @unsure
(array_pattern (identifier) @unsure)
(pair_pattern value: (identifier) @unsure)
(rest_pattern (identifier) @unsure)
(assignment_pattern left: (identifier) @unsure)
(with_statement) @opaque

; Other files.
(import_statement
  (import_clause (identifier) @local)
  source: (string (string_fragment) @module)) @import @default.import
(import_statement
  (import_clause (namespace_import (identifier) @local))
  source: (string (string_fragment) @module)) @import
(import_statement
  (import_clause
    (named_imports (import_specifier name: (_) @imported alias: (identifier) @local)))
  source: (string (string_fragment) @module)) @import
(import_statement
  (import_clause (named_imports (import_specifier name: (_) @imported !alias)))
  source: (string (string_fragment) @module)) @import
(import_statement) @opaque
(export_statement
  (export_clause (export_specifier name: (_) @imported alias: (_) @local))
  source: (string (string_fragment) @module)) @import @handed.on
(export_statement
  (export_clause (export_specifier name: (_) @imported !alias))
  source: (string (string_fragment) @module)) @import @handed.on
(export_statement
  (export_clause (export_specifier name: (_) @imported alias: (_) @local))
  !source) @import @handed.on
(export_statement
  (namespace_export (_) @local)
  source: (string (string_fragment) @module)) @import @handed.on
(export_statement "*" @all source: (string (string_fragment) @module)) @import @handed.on
(export_statement "default" declaration: (_ name: (_) @default))
(export_statement "default" value: (identifier) @default)

; Uses.
(member_expression object: (_) @object property: (property_identifier) @member)
(call_expression function: (identifier) @called)
(call_expression function: (member_expression property: (property_identifier) @called))
(shorthand_property_identifier) @name.use
(identifier) @name.use
