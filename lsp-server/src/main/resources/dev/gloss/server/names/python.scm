; Python. What the captures mean stands at NameTableBuilder.

; Scopes.
(function_definition) @scope.function
(lambda) @scope.function
[
  (list_comprehension)
  (set_comprehension)
  (dictionary_comprehension)
  (generator_expression)
] @scope.block
(class_definition name: (identifier) @owner body: (block) @scope.type)

; Looked at before the function, or by the first loop, begins.
(function_definition return_type: (_) @outside)
(default_parameter value: (_) @outside)
(typed_default_parameter value: (_) @outside)
(typed_default_parameter type: (_) @outside)
(typed_parameter type: (_) @outside)
(list_comprehension body: (_) . (for_in_clause right: (_) @outside))
(set_comprehension body: (_) . (for_in_clause right: (_) @outside))
(dictionary_comprehension body: (_) . (for_in_clause right: (_) @outside))
(generator_expression body: (_) . (for_in_clause right: (_) @outside))

; Functions and classes.
(function_definition
  name: (identifier) @name
  body: (block . (expression_statement (string (string_content) @doc))) @body) @definition.function
(function_definition name: (identifier) @name body: (_) @body) @definition.function
(class_definition
  name: (identifier) @name
  body: (block . (expression_statement (string (string_content) @doc))) @body) @definition.class
(class_definition name: (identifier) @name body: (_) @body) @definition.class
(class_definition name: (identifier) @of superclasses: (argument_list (_) @base))

; Parameters.
(parameters (identifier) @name @definition.parameter)
(lambda_parameters (identifier) @name @definition.parameter)
(default_parameter name: (identifier) @name) @definition.parameter
(typed_default_parameter
  name: (identifier) @name
  type: (type [(identifier) (attribute)] @type)) @definition.parameter
(typed_default_parameter name: (identifier) @name) @definition.parameter
(typed_parameter . (identifier) @name type: (type [(identifier) (attribute)] @type)) @definition.parameter
(typed_parameter . (identifier) @name) @definition.parameter
(typed_parameter . (list_splat_pattern (identifier) @name)) @definition.parameter
(typed_parameter . (dictionary_splat_pattern (identifier) @name)) @definition.parameter
(parameters (list_splat_pattern (identifier) @name) @definition.parameter)
(parameters (dictionary_splat_pattern (identifier) @name) @definition.parameter)
(lambda_parameters (list_splat_pattern (identifier) @name) @definition.parameter)
(lambda_parameters (dictionary_splat_pattern (identifier) @name) @definition.parameter)

; Variables. Whatever assigns to a name declares it.
(assignment
  left: (identifier) @name
  type: (type [(identifier) (attribute)] @type)) @definition.variable
(assignment left: (identifier) @name type: (_)) @definition.variable
(assignment
  left: (identifier) @name
  right: (call function: [(identifier) (attribute)] @type)) @definition.variable
(assignment left: (identifier) @name) @definition.variable
(assignment
  left: (attribute object: (identifier) @self attribute: (identifier) @name)
  type: (type [(identifier) (attribute)] @type)) @definition.field.property
(assignment
  left: (attribute object: (identifier) @self attribute: (identifier) @name)
  right: (call function: [(identifier) (attribute)] @type)) @definition.field.property
(assignment
  left: (attribute object: (identifier) @self attribute: (identifier) @name)) @definition.field.property
(augmented_assignment left: (identifier) @name) @definition.variable
(named_expression name: (identifier) @name) @definition.variable
(pattern_list (identifier) @name @definition.variable)
(tuple_pattern (identifier) @name @definition.variable)
(list_pattern (identifier) @name @definition.variable)
(pattern_list (list_splat_pattern (identifier) @name) @definition.variable)
(tuple_pattern (list_splat_pattern (identifier) @name) @definition.variable)
(list_pattern (list_splat_pattern (identifier) @name) @definition.variable)
(for_statement left: (identifier) @name @definition.variable)
(for_in_clause left: (identifier) @name @definition.variable)
(as_pattern_target (identifier) @name @definition.variable)
(as_pattern_target (tuple (identifier) @name @definition.variable))
(as_pattern_target (list (identifier) @name @definition.variable))
(case_pattern (dotted_name . (identifier) @name .) @definition.variable)
(case_pattern (as_pattern (identifier) @name @definition.variable))
(keyword_pattern (dotted_name . (identifier) @name .) @definition.variable)
(union_pattern (dotted_name . (identifier) @name .) @definition.variable)
(splat_pattern (identifier) @name @definition.variable)
(type_alias_statement left: (type (identifier) @name)) @definition.type

; Other files.
(import_statement name: (dotted_name) @module) @import
(import_statement
  name: (aliased_import name: (dotted_name) @module alias: (identifier) @local)) @import
(import_from_statement module_name: (_) @module name: (dotted_name) @imported) @import
(import_from_statement
  module_name: (_) @module
  name: (aliased_import name: (dotted_name) @imported alias: (identifier) @local)) @import
(import_from_statement module_name: (_) @module (wildcard_import) @all) @import
(future_import_statement) @opaque
(import_statement) @opaque
(import_from_statement) @opaque

; Uses.
(global_statement (identifier) @global @other)
(nonlocal_statement (identifier) @nonlocal @other)
(keyword_argument name: (identifier) @other)
(keyword_pattern . (identifier) @other)
(attribute object: (_) @object attribute: (identifier) @member)
(call function: (identifier) @called)
(call function: (attribute attribute: (identifier) @called))
(identifier) @name.use
