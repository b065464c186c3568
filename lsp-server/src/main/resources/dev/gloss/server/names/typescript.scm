; What is TypeScript's own: types, and parameters that may have one.

(class_declaration name: (type_identifier) @owner body: (class_body) @scope.type)
(abstract_class_declaration name: (type_identifier) @owner body: (class_body) @scope.type)
(interface_declaration name: (type_identifier) @owner body: (_) @scope.type)
(enum_declaration name: (identifier) @owner body: (enum_body) @scope.type)
(internal_module body: (statement_block) @scope.namespace)
(module body: (statement_block) @scope.namespace)
[
  (function_signature)
  (method_signature)
  (abstract_method_signature)
  (call_signature)
  (construct_signature)
  (function_type)
  (constructor_type)
  (type_alias_declaration)
  (interface_declaration)
  (index_signature)
  (mapped_type_clause)
  (conditional_type)
] @scope.function
(object_type) @scope.type
[
  (class_declaration)
  (abstract_class_declaration)
] @scope.block

(class_declaration name: (type_identifier) @name body: (_) @body) @definition.class
(abstract_class_declaration name: (type_identifier) @name body: (_) @body) @definition.class
(interface_declaration name: (type_identifier) @name body: (_) @body) @definition.interface
(enum_declaration name: (identifier) @name body: (_) @body) @definition.enum
(type_alias_declaration name: (type_identifier) @name value: (type_identifier) @type) @definition.type
(type_alias_declaration name: (type_identifier) @name) @definition.type
(class_declaration name: (type_identifier) @of (class_heritage (extends_clause value: (_) @base)))
(abstract_class_declaration
  name: (type_identifier) @of
  (class_heritage (extends_clause value: (_) @base)))
(interface_declaration name: (type_identifier) @of (extends_type_clause type: (_) @base))
(internal_module name: (identifier) @name body: (_) @body) @definition.namespace
(type_parameter name: (type_identifier) @name) @definition.type_parameter
(mapped_type_clause name: (type_identifier) @name) @definition.type_parameter
(infer_type (type_identifier) @unsure)

(function_signature name: (identifier) @name) @definition.function
(method_signature name: (property_identifier) @name) @definition.method
(abstract_method_signature name: (property_identifier) @name) @definition.method
(property_signature
  name: (property_identifier) @name
  type: (type_annotation (type_identifier) @type)) @definition.field
(property_signature name: (property_identifier) @name) @definition.field
(public_field_definition
  name: (property_identifier) @name
  type: (type_annotation (type_identifier) @type)) @definition.field
(public_field_definition
  name: (property_identifier) @name
  !type
  value: (new_expression constructor: (identifier) @type)) @definition.field
(public_field_definition name: (property_identifier) @name) @definition.field
(enum_body name: (property_identifier) @name @definition.enum_constant)
(enum_assignment name: (property_identifier) @name) @definition.enum_constant

(required_parameter
  (accessibility_modifier)
  pattern: (identifier) @name
  type: (type_annotation (type_identifier) @type)) @definition.parameter.member
(required_parameter
  (accessibility_modifier)
  pattern: (identifier) @name) @definition.parameter.member
(required_parameter
  pattern: (identifier) @name
  type: (type_annotation (type_identifier) @type)) @definition.parameter
(required_parameter pattern: (identifier) @name) @definition.parameter
(optional_parameter
  pattern: (identifier) @name
  type: (type_annotation (type_identifier) @type)) @definition.parameter
(optional_parameter pattern: (identifier) @name) @definition.parameter
(required_parameter pattern: (rest_pattern (identifier) @name)) @definition.parameter
(required_parameter
  pattern: (object_pattern
    [
      (shorthand_property_identifier_pattern) @name @definition.parameter
      (pair_pattern value: (identifier) @name @definition.parameter)
      (object_assignment_pattern
        left: (shorthand_property_identifier_pattern) @name @definition.parameter)
    ]))
(required_parameter pattern: (array_pattern (identifier) @name @definition.parameter))
(lexical_declaration
  kind: _ @keyword
  (variable_declarator
    name: (identifier) @name
    type: (type_annotation (type_identifier) @type)) @definition.variable)
(lexical_declaration
  kind: _ @keyword
  (variable_declarator name: (identifier) @name) @definition.variable)

(nested_type_identifier module: (_) @object name: (type_identifier) @member)
(nested_identifier object: (_) @object property: (property_identifier) @member)
(type_identifier) @type.use
