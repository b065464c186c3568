; Rust. What the captures mean stands at NameTableBuilder.

; Scopes.
[
  (function_item)
  (function_signature_item)
  (closure_expression)
] @scope.function
[
  (block)
  (match_arm)
  (if_expression)
  (while_expression)
  (for_expression)
  (struct_item)
  (enum_item)
  (trait_item)
  (impl_item)
  (type_item)
] @scope.block
(mod_item body: (declaration_list) @scope.module)
(impl_item type: (type_identifier) @owner body: (declaration_list) @scope.type)
(impl_item
  type: (generic_type type: (type_identifier) @owner)
  body: (declaration_list) @scope.type)
(impl_item body: (declaration_list) @scope.type)
(trait_item name: (type_identifier) @owner body: (declaration_list) @scope.type)
(struct_item name: (type_identifier) @owner body: (field_declaration_list) @scope.type)
(union_item name: (type_identifier) @owner body: (field_declaration_list) @scope.type)
(enum_item name: (type_identifier) @owner body: (enum_variant_list) @scope.type)
(enum_variant body: (_) @scope.type)
(let_declaration) @after
(let_condition) @after

; Items.
(function_item name: (identifier) @name body: (_) @body) @definition.function
(function_signature_item name: (identifier) @name) @definition.function
(struct_item name: (type_identifier) @name body: (field_declaration_list) @body) @definition.struct
(struct_item name: (type_identifier) @name) @definition.struct
(union_item name: (type_identifier) @name body: (_) @body) @definition.union
(enum_item name: (type_identifier) @name body: (_) @body) @definition.enum
(trait_item name: (type_identifier) @name body: (_) @body) @definition.trait
(type_item name: (type_identifier) @name type: (type_identifier) @type) @definition.type
(type_item name: (type_identifier) @name) @definition.type
(const_item name: (identifier) @name) @definition.constant
(static_item name: (identifier) @name) @definition.variable
(mod_item name: (identifier) @name body: (_) @body) @definition.module
(macro_definition name: (identifier) @name) @definition.macro
(field_declaration
  name: (field_identifier) @name
  type: (type_identifier) @type) @definition.field
(field_declaration name: (field_identifier) @name) @definition.field
(enum_variant name: (identifier) @name) @definition.enum_constant
(type_parameter name: (type_identifier) @name) @definition.type_parameter

; Parameters and variables.
(parameter pattern: (identifier) @name type: (type_identifier) @type) @definition.parameter
(parameter
  pattern: (identifier) @name
  type: (reference_type type: (type_identifier) @type)) @definition.parameter
(parameter pattern: (identifier) @name) @definition.parameter
(closure_parameters (identifier) @name @definition.parameter)
(let_declaration pattern: (identifier) @name type: (type_identifier) @type) @definition.variable
(let_declaration
  pattern: (identifier) @name
  value: (struct_expression name: (type_identifier) @type)) @definition.variable
(let_declaration pattern: (identifier) @name) @definition.variable
(for_expression pattern: (identifier) @name @definition.variable)

; Names within a pattern: one in small letters is declared there, another is spoken of.
(let_condition pattern: (identifier) @pattern)
(tuple_pattern (identifier) @pattern)
(tuple_struct_pattern type: (_) (identifier) @pattern)
(slice_pattern (identifier) @pattern)
(ref_pattern (identifier) @pattern)
(mut_pattern (identifier) @pattern)
(reference_pattern (identifier) @pattern)
(captured_pattern . (identifier) @pattern)
(or_pattern (identifier) @pattern)
(match_pattern . (identifier) @pattern)
(field_pattern name: (shorthand_field_identifier) @pattern)
(field_pattern pattern: (identifier) @pattern)
(tuple_struct_pattern type: (identifier) @name.use)

; Other files, of which nothing is known.
(use_declaration argument: (identifier) @local) @import
(use_declaration argument: (scoped_identifier name: (identifier) @local)) @import
(use_declaration argument: (use_as_clause alias: (identifier) @local)) @import
(use_list (identifier) @local) @import
(use_list (scoped_identifier name: (identifier) @local)) @import
(use_list (use_as_clause alias: (identifier) @local)) @import
(scoped_use_list path: (identifier) @local (use_list (self))) @import
(scoped_use_list path: (scoped_identifier name: (identifier) @local) (use_list (self))) @import
(extern_crate_declaration name: (identifier) @local) @import
(use_declaration) @opaque
(token_tree) @opaque
(macro_definition) @opaque
(attribute_item) @opaque
(inner_attribute_item) @opaque
(label (identifier) @other)

; Uses.
(field_expression value: (_) @object field: (field_identifier) @member)
(scoped_identifier path: (_) @object name: (identifier) @member)
(scoped_type_identifier path: (_) @object name: (type_identifier) @member)
(scoped_identifier !path name: (identifier) @other)
(call_expression function: (identifier) @called)
(call_expression function: (field_expression field: (field_identifier) @called))
(call_expression function: (scoped_identifier name: (identifier) @called))
(macro_invocation macro: (identifier) @name.use)
(type_identifier) @type.use
(identifier) @name.use
