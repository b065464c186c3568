;;; emacs.el --- Drives Emacs with Eglot through what a person does  -*- lexical-binding: t; -*-

;; Opens a file, types, looks at the ghost text, accepts it, hovers.  Prints one JSON document; every
;; wait ends with its condition or with an error.

;;; Code:

(require 'package)
(package-initialize)
(add-to-list 'load-path (getenv "GLOSS_PLUGIN"))
(require 'json)
(require 'gloss)

(defvar seen nil "What was seen, an association list.")

(defun wait-for (what condition)
  "Handle input until CONDITION returns non-nil; signal WHAT when it takes too long."
  (let ((deadline (+ (float-time) 120)) value)
    (while (not (setq value (funcall condition)))
      (when (> (float-time) deadline)
        (error "Waited in vain for %s; status %S" what gloss-status))
      (accept-process-output nil 0.02))
    value))

(defun run ()
  "Do what a person does."
  (setq gloss-command (append (json-parse-string (getenv "GLOSS_COMMAND") :array-type 'list) nil))
  (gloss-setup '(java-mode))
  (setq-default eglot-workspace-configuration '((:gloss . (:completion (:eagerness "eager")))))
  (setq eglot-connect-timeout 60 eglot-sync-connect 60 make-backup-files nil)
  (find-file (getenv "GLOSS_FILE"))
  (java-mode)
  (apply #'eglot (eglot--guess-contact))
  (gloss-ghost-mode 1)
  (push (cons 'client "eglot") seen)
  (wait-for "the model" (lambda () (equal (plist-get gloss-status :state) "ready")))

  (goto-char (point-min))
  (search-forward "// here")
  (insert "\n" (getenv "GLOSS_TYPED"))
  ;; Batch Emacs has no idle time, so the request that the idle timer would send is sent here; again
  ;; when the answer took longer than Emacs waits, as in the first moments on a busy machine.
  (let* ((asked 0)
         (ghost (wait-for
                 "ghost text"
                 (lambda ()
                   (when (> (- (float-time) asked) 12)
                     (setq asked (float-time))
                     (gloss--request (current-buffer) gloss--generation))
                   gloss--text))))
    (push (cons 'ghost ghost) seen)
    (gloss-accept)
    (push (cons 'after (buffer-string)) seen))
  (eglot--signal-textDocument/didChange)

  (goto-char (point-min))
  (search-forward "int su")
  (let ((hover (wait-for
                "an explanation"
                (lambda ()
                  (let* ((result (jsonrpc-request (eglot-current-server) :textDocument/hover
                                                  (eglot--TextDocumentPositionParams)))
                         (contents (plist-get result :contents))
                         (text (if (stringp contents) contents (plist-get contents :value))))
                    (and text (not (string-match-p "…" text)) text))))))
    (push (cons 'hover hover) seen)))

(condition-case err
    (progn (run) (princ (concat (json-encode seen) "\n")) (kill-emacs 0))
  (error (push (cons 'error (error-message-string err)) seen)
         (princ (concat (json-encode seen) "\n"))
         (kill-emacs 1)))

;;; emacs.el ends here
