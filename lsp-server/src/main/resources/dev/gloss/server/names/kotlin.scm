; Kotlin. What the captures mean stands at NameTableBuilder.

; Scopes. A lambda may have a receiver, as an extension has.
(function_declaration) @scope.function
(function_declaration (user_type) . (simple_identifier)) @scope.method
[
  (lambda_literal)
  (anonymous_function)
] @scope.method
[
  (for_statement)
  (control_structure_body)
  (catch_block)
  (when_expression)
  (when_entry)
  (anonymous_initializer)
  (class_declaration)
  (getter)
  (setter)
] @scope.block
(class_declaration (type_identifier) @owner (class_body) @scope.type)
(class_declaration (type_identifier) @owner (enum_class_body) @scope.type)
(object_declaration (type_identifier) @owner (class_body) @scope.type)
(companion_object (class_body) @scope.type)
(property_declaration) @after

; Declarations.
(function_declaration (simple_identifier) @name (function_body) @body) @definition.function
(function_declaration (simple_identifier) @name) @definition.function
(class_declaration "interface" (type_identifier) @name (class_body) @body) @definition.interface
(class_declaration (type_identifier) @name [(class_body) (enum_class_body)] @body) @definition.class
(class_declaration (type_identifier) @name) @definition.class
(class_declaration (type_identifier) @of (delegation_specifier (_) @base))
(object_declaration (type_identifier) @of (delegation_specifier (_) @base))
(object_declaration (type_identifier) @name (class_body) @body) @definition.class
(type_alias (type_identifier) @name) @definition.type
(enum_entry (simple_identifier) @name) @definition.enum_constant
(type_parameter (type_identifier) @name) @definition.type_parameter
(parameter (simple_identifier) @name) @definition.parameter
(class_parameter (simple_identifier) @name) @definition.parameter
(property_declaration (variable_declaration (simple_identifier) @name)) @definition.variable
(multi_variable_declaration (variable_declaration (simple_identifier) @name) @definition.variable)
(for_statement (variable_declaration (simple_identifier) @name) @definition.variable)
(lambda_parameters (variable_declaration (simple_identifier) @name) @definition.parameter)
(catch_block . (simple_identifier) @name @definition.parameter)
(when_subject (variable_declaration (simple_identifier) @name) @definition.variable)

; Other files, of which nothing is known.
(import_header (identifier (simple_identifier) @local .) .) @import
(import_header (import_alias (type_identifier) @local)) @import
(import_header (wildcard_import) @all) @import
(import_header) @opaque
(package_header (identifier) @package)
(package_header) @opaque

; Uses.
(navigation_expression (_) @object (navigation_suffix (simple_identifier) @member))
(call_expression . (simple_identifier) @called)
(value_argument (simple_identifier) @other "=")
(type_identifier) @type.use
(interpolated_identifier) @name.use
(simple_identifier) @name.use
