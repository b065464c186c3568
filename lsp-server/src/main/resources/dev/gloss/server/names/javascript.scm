; What is JavaScript's own. Formal parameters stand bare.

(class_declaration name: (identifier) @owner body: (class_body) @scope.type)
(class_declaration name: (identifier) @name body: (_) @body) @definition.class
(class_declaration name: (identifier) @of (class_heritage (_) @base))
(class name: (identifier) @owner body: (class_body) @scope.type)
(field_definition property: (property_identifier) @name) @definition.field

(formal_parameters
  [
    (identifier) @name @definition.parameter
    (assignment_pattern left: (identifier) @name) @definition.parameter
    (rest_pattern (identifier) @name) @definition.parameter
    (object_pattern (shorthand_property_identifier_pattern) @name @definition.parameter)
    (object_pattern (pair_pattern value: (identifier) @name @definition.parameter))
    (object_pattern
      (object_assignment_pattern
        left: (shorthand_property_identifier_pattern) @name @definition.parameter))
    (array_pattern (identifier) @name @definition.parameter)
  ])
(lexical_declaration
  kind: _ @keyword
  (variable_declarator name: (identifier) @name) @definition.variable)
