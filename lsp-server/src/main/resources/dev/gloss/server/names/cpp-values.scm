; What C++ has before C. What the captures mean stands at NameTableBuilder.

; `Till till(size);` in a function makes a value, though the parser sees a function.
(compound_statement
  (declaration
    type: (type_identifier) @type
    declarator: (function_declarator
      declarator: (identifier) @name
      parameters: (parameter_list
        (parameter_declaration type: (type_identifier) !declarator)))) @definition.variable)
(compound_statement
  (declaration
    declarator: (function_declarator
      declarator: (identifier) @name
      parameters: (parameter_list
        (parameter_declaration type: (type_identifier) !declarator)))) @definition.variable)
