; What C++ has beside C.

(class_specifier name: (type_identifier) @owner body: (field_declaration_list) @scope.type)
(namespace_definition
  name: (namespace_identifier) @owner
  body: (declaration_list) @scope.namespace)
(namespace_definition body: (declaration_list) @scope.namespace)
(function_definition
  declarator: (function_declarator declarator: (qualified_identifier))) @scope.method
; What stands behind a macro, as a test, may be a method of whatever class.
(translation_unit (function_definition !type) @scope.macro)
(declaration_list (function_definition !type) @scope.macro)
(preproc_if (function_definition !type) @scope.macro)
(preproc_ifdef (function_definition !type) @scope.macro)
(lambda_expression) @scope.function
(template_declaration) @scope.template
[
  (for_range_loop)
  (if_statement)
  (while_statement)
  (switch_statement)
  (catch_clause)
  (class_specifier)
] @scope.block

(class_specifier name: (type_identifier) @name body: (_) @body) @definition.class
(class_specifier
  name: (type_identifier) @of
  (base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @base))
(struct_specifier
  name: (type_identifier) @of
  (base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @base))
(alias_declaration name: (type_identifier) @name) @definition.type
(type_parameter_declaration (type_identifier) @name) @definition.type_parameter
(field_declaration
  declarator: (function_declarator declarator: (field_identifier) @name)) @definition.method
(field_declaration
  declarator: (reference_declarator
    (function_declarator declarator: (field_identifier) @name))) @definition.method
(field_declaration
  declarator: (pointer_declarator
    declarator: (function_declarator declarator: (field_identifier) @name))) @definition.method
(function_definition
  declarator: (function_declarator declarator: (field_identifier) @name)
  body: (_) @body) @definition.method
(parameter_declaration
  type: (type_identifier) @type
  declarator: (reference_declarator (identifier) @name)) @definition.parameter
(parameter_declaration declarator: (reference_declarator (identifier) @name)) @definition.parameter
(optional_parameter_declaration declarator: (identifier) @name) @definition.parameter
(optional_parameter_declaration
  declarator: (pointer_declarator declarator: (identifier) @name)) @definition.parameter
(for_range_loop declarator: (identifier) @name @definition.variable)
(for_range_loop declarator: (reference_declarator (identifier) @name @definition.variable))
(declaration
  declarator: (init_declarator
    declarator: (reference_declarator (identifier) @name))) @definition.variable
(structured_binding_declarator (identifier) @name @definition.variable)
(lambda_capture_initializer left: (identifier) @name @definition.variable)
(reference_declarator (identifier) @unsure)
(class_specifier name: (type_identifier) @tag.use)
(destructor_name (identifier) @other)
(using_declaration (qualified_identifier name: (identifier) @local)) @import
(using_declaration) @opaque
(qualified_identifier scope: (_) @object name: [(identifier) (type_identifier)] @member)
(call_expression function: (qualified_identifier name: (identifier) @called))
(namespace_identifier) @name.use
(using_declaration "namespace" @all) @import
