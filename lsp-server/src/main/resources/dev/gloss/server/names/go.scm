; Go. What the captures mean stands at NameTableBuilder.

(package_clause (package_identifier) @package)

; Scopes.
[
  (function_declaration)
  (method_declaration)
  (func_literal)
  (function_type)
  (method_elem)
] @scope.function
[
  (block)
  (if_statement)
  (for_statement)
  (expression_switch_statement)
  (type_switch_statement)
  (select_statement)
  (expression_case)
  (default_case)
  (type_case)
  (communication_case)
  (type_spec)
] @scope.block
(type_spec name: (type_identifier) @owner type: (struct_type) @scope.type)
(type_spec name: (type_identifier) @owner type: (interface_type) @scope.type)
(struct_type) @scope.type
(interface_type) @scope.type
(short_var_declaration) @after
(var_declaration) @after
(const_declaration) @after

; Functions and types.
(function_declaration name: (identifier) @name body: (_) @body) @definition.function
(function_declaration name: (identifier) @name) @definition.function
(method_declaration
  receiver: (parameter_list
    (parameter_declaration
      type: [
        (type_identifier) @owner
        (pointer_type (type_identifier) @owner)
        (generic_type type: (type_identifier) @owner)
        (pointer_type (generic_type type: (type_identifier) @owner))
      ]))
  name: (field_identifier) @name
  body: (_) @body) @definition.method
(method_declaration name: (field_identifier) @name) @definition.method
(type_declaration
  "type" @keyword
  (type_spec name: (type_identifier) @name type: (struct_type (_) @body)) @definition.struct)
(type_declaration
  "type" @keyword
  (type_spec name: (type_identifier) @name type: (interface_type)) @definition.interface)
(type_declaration
  "type" @keyword
  (type_spec name: (type_identifier) @name) @definition.type)
(type_declaration
  "type" @keyword
  (type_alias name: (type_identifier) @name type: (type_identifier) @type) @definition.type)
(type_declaration
  "type" @keyword
  (type_alias name: (type_identifier) @name) @definition.type)
(type_parameter_declaration name: (identifier) @name) @definition.type_parameter
(field_declaration
  name: (field_identifier) @name
  type: [(type_identifier) (qualified_type)] @type) @definition.field
(field_declaration
  name: (field_identifier) @name
  type: (pointer_type [(type_identifier) (qualified_type)] @type)) @definition.field
(field_declaration name: (field_identifier) @name) @definition.field
(method_elem name: (field_identifier) @name) @definition.method

; Variables.
(const_declaration "const" @keyword (const_spec name: (identifier) @name) @definition.constant)
(var_spec
  name: (identifier) @name
  type: [(type_identifier) (qualified_type)] @type) @definition.variable
(var_spec
  name: (identifier) @name
  type: (pointer_type [(type_identifier) (qualified_type)] @type)) @definition.variable
(var_spec name: (identifier) @name) @definition.variable
(short_var_declaration
  left: (expression_list . (identifier) @name .)
  right: (expression_list
    .
    [
      (composite_literal type: [(type_identifier) (qualified_type)] @type)
      (unary_expression
        operator: "&"
        operand: (composite_literal type: [(type_identifier) (qualified_type)] @type))
    ]
    .)) @definition.variable
(short_var_declaration left: (expression_list (identifier) @name @definition.variable))
(range_clause left: (expression_list (identifier) @name @definition.variable) ":=")
(receive_statement left: (expression_list (identifier) @name @definition.variable) ":=")
(type_switch_statement alias: (expression_list (identifier) @name @definition.variable))
(parameter_declaration
  name: (identifier) @name
  type: [(type_identifier) (qualified_type)] @type) @definition.parameter
(parameter_declaration
  name: (identifier) @name
  type: (pointer_type [(type_identifier) (qualified_type)] @type)) @definition.parameter
(parameter_declaration name: (identifier) @name) @definition.parameter
(variadic_parameter_declaration name: (identifier) @name) @definition.parameter

; Other files.
(import_spec name: (package_identifier) @local path: (_) @module) @import
(import_spec name: (dot) @all path: (_) @module) @import
(import_spec !name path: (_) @module) @import
(import_declaration) @opaque

; Uses.
(keyed_element key: (literal_element (identifier) @other))
(selector_expression operand: (_) @object field: (field_identifier) @member)
(qualified_type package: (package_identifier) @object name: (type_identifier) @member)
(call_expression function: (identifier) @called)
(call_expression function: (selector_expression field: (field_identifier) @called))
(package_identifier) @name.use
(type_identifier) @type.use
(identifier) @name.use
