; C, and what C++ has of it. What the captures mean stands at NameTableBuilder.

; Scopes.
(function_definition) @scope.function
[
  (compound_statement)
  (for_statement)
  (declaration declarator: (function_declarator))
  (declaration declarator: (pointer_declarator declarator: (function_declarator)))
  (field_declaration)
  (type_definition declarator: (function_declarator))
  (parameter_declaration declarator: (function_declarator))
  (preproc_function_def)
] @scope.block
(struct_specifier name: (type_identifier) @owner body: (field_declaration_list) @scope.type)
(union_specifier name: (type_identifier) @owner body: (field_declaration_list) @scope.type)
(type_definition
  type: [
    (struct_specifier !name body: (field_declaration_list) @scope.type)
    (union_specifier !name body: (field_declaration_list) @scope.type)
  ]
  declarator: (type_identifier) @owner)
(field_declaration_list) @scope.type

[
  (preproc_if)
  (preproc_ifdef)
  (preproc_else)
  (preproc_elif)
] @conditional

; Functions.
(function_definition
  declarator: (function_declarator declarator: (identifier) @name)
  body: (_) @body) @definition.function
(function_definition
  declarator: (pointer_declarator
    declarator: (function_declarator declarator: (identifier) @name))
  body: (_) @body) @definition.function
(function_definition
  declarator: (pointer_declarator
    declarator: (pointer_declarator
      declarator: (function_declarator declarator: (identifier) @name)))
  body: (_) @body) @definition.function
(declaration
  declarator: (function_declarator declarator: (identifier) @name)) @definition.function
(declaration
  declarator: (pointer_declarator
    declarator: (function_declarator declarator: (identifier) @name))) @definition.function
(preproc_def name: (identifier) @name) @definition.macro.file
(preproc_function_def name: (identifier) @name) @definition.macro.file
(preproc_params (identifier) @unsure)

; Types.
(struct_specifier name: (type_identifier) @name body: (_) @body) @definition.struct
(union_specifier name: (type_identifier) @name body: (_) @body) @definition.union
(enum_specifier name: (type_identifier) @name body: (_) @body) @definition.enum
(enumerator name: (identifier) @name) @definition.constant
(type_definition
  type: (struct_specifier !name body: (_) @body)
  declarator: (type_identifier) @name) @definition.struct
(type_definition
  type: (union_specifier !name body: (_) @body)
  declarator: (type_identifier) @name) @definition.union
(type_definition
  type: [
    (type_identifier) @type
    (struct_specifier name: (type_identifier) @type)
    (union_specifier name: (type_identifier) @type)
  ]
  declarator: (type_identifier) @name) @definition.type
(type_definition declarator: (type_identifier) @name) @definition.type
(type_definition
  declarator: (pointer_declarator declarator: (type_identifier) @name)) @definition.type
(type_definition
  declarator: (function_declarator
    declarator: (parenthesized_declarator
      (pointer_declarator declarator: (type_identifier) @name)))) @definition.type
(field_declaration
  type: [(type_identifier) @type (struct_specifier name: (type_identifier) @type)]
  declarator: [
    (field_identifier) @name
    (pointer_declarator declarator: (field_identifier) @name)
  ]) @definition.field
(field_declaration declarator: (field_identifier) @name) @definition.field
(field_declaration
  declarator: (pointer_declarator declarator: (field_identifier) @name)) @definition.field
(field_declaration
  declarator: (pointer_declarator
    declarator: (pointer_declarator declarator: (field_identifier) @name))) @definition.field
(field_declaration
  declarator: (array_declarator declarator: (field_identifier) @name)) @definition.field
(field_declaration
  declarator: (function_declarator
    declarator: (parenthesized_declarator
      (pointer_declarator declarator: (field_identifier) @name)))) @definition.field

; Parameters and variables.
(parameter_declaration
  type: [(type_identifier) @type (struct_specifier name: (type_identifier) @type)]
  declarator: [
    (identifier) @name
    (pointer_declarator declarator: (identifier) @name)
  ]) @definition.parameter
(parameter_declaration declarator: (identifier) @name) @definition.parameter
(parameter_declaration
  declarator: (pointer_declarator declarator: (identifier) @name)) @definition.parameter
(parameter_declaration
  declarator: (pointer_declarator
    declarator: (pointer_declarator declarator: (identifier) @name))) @definition.parameter
(parameter_declaration
  declarator: (array_declarator declarator: (identifier) @name)) @definition.parameter
(parameter_declaration
  declarator: (pointer_declarator
    declarator: (array_declarator declarator: (identifier) @name))) @definition.parameter
(parameter_declaration
  declarator: (function_declarator
    declarator: (parenthesized_declarator
      (pointer_declarator declarator: (identifier) @unsure))))
(declaration
  type: [(type_identifier) @type (struct_specifier name: (type_identifier) @type)]
  declarator: [
    (identifier) @name
    (pointer_declarator declarator: (identifier) @name)
    (init_declarator declarator: (identifier) @name)
    (init_declarator declarator: (pointer_declarator declarator: (identifier) @name))
  ]) @definition.variable
(declaration declarator: (identifier) @name) @definition.variable
(declaration declarator: (init_declarator declarator: (identifier) @name)) @definition.variable
(declaration
  declarator: (pointer_declarator declarator: (identifier) @name)) @definition.variable
(declaration
  declarator: (init_declarator
    declarator: (pointer_declarator declarator: (identifier) @name))) @definition.variable
(declaration declarator: (array_declarator declarator: (identifier) @name)) @definition.variable
(declaration
  declarator: (init_declarator
    declarator: (array_declarator declarator: (identifier) @name))) @definition.variable

; Whatever is declared in more involved ways.
(pointer_declarator declarator: (identifier) @unsure)
(array_declarator declarator: (identifier) @unsure)
(function_declarator declarator: (identifier) @unsure)
(parenthesized_declarator (identifier) @unsure)

; Other files.
(preproc_include path: (string_literal) @module @all) @import

; Uses.
(field_expression argument: (_) @object field: (field_identifier) @member)
(call_expression function: (identifier) @called)
(call_expression function: (field_expression field: (field_identifier) @called))
(struct_specifier name: (type_identifier) @tag.use)
(union_specifier name: (type_identifier) @tag.use)
(enum_specifier name: (type_identifier) @tag.use)
(type_identifier) @type.use
(identifier) @name.use
