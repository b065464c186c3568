;;; gloss.el --- Completions and explanations from a private model  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: Apache-2.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: convenience, tools, languages

;;; Commentary:

;; Attaches the Gloss language server through Eglot and shows its inline completions as ghost text,
;; which Eglot does not do by itself:
;;
;;   (require 'gloss)
;;   (gloss-setup '(java-mode java-ts-mode))
;;   (add-hook 'java-mode-hook #'eglot-ensure)
;;   (add-hook 'java-mode-hook #'gloss-ghost-mode)
;;
;; TAB takes the ghost text, M-f its next word, C-g dismisses it.

;;; Code:

(require 'cl-lib)
(require 'eglot)
(require 'jsonrpc)

(defgroup gloss nil
  "Completions and explanations from a private model."
  :group 'tools)

(defcustom gloss-command '("gloss" "lsp" "--stdio")
  "The command that starts the server."
  :type '(repeat string))

(defcustom gloss-idle-delay 0.15
  "Seconds without a key after which a completion is asked for."
  :type 'number)

(defface gloss-ghost '((t :inherit shadow))
  "Face of text that is suggested but not typed.")

(defvar-local gloss--overlay nil "The overlay that shows the ghost text.")
(defvar-local gloss--text nil "The ghost text that is not typed yet, or nil.")
(defvar-local gloss--timer nil "The timer of the next request.")
(defvar-local gloss--generation 0 "Counts changes, so that older answers are not shown.")

(defvar gloss-status nil "The last status that the server sent, a property list.")

;;;###autoload
(defun gloss-setup (modes)
  "Make Eglot use Gloss in MODES, a list of major modes."
  (add-to-list 'eglot-server-programs (cons modes gloss-command)))

(cl-defmethod eglot-handle-notification
  (_server (_method (eql $/gloss/status)) &rest status)
  "Keep the STATUS of the server."
  (setq gloss-status status))

(defun gloss--clear ()
  "Take the ghost text off the screen."
  (when gloss--overlay
    (delete-overlay gloss--overlay))
  (setq gloss--overlay nil
        gloss--text nil))

(defun gloss--show (text)
  "Show TEXT as ghost text at point."
  (gloss--clear)
  (let ((shown (propertize text 'face 'gloss-ghost)))
    ;; Point stays before the ghost text.
    (put-text-property 0 1 'cursor t shown)
    (setq gloss--overlay (make-overlay (point) (point))
          gloss--text text)
    (overlay-put gloss--overlay 'after-string shown)))

(defun gloss--untyped (item)
  "The part of ITEM that is not typed yet, or nil where it does not fit point."
  (let* ((inserted (plist-get item :insertText))
         (text (if (stringp inserted) inserted (plist-get inserted :value)))
         (range (plist-get item :range))
         (start (if range
                    (eglot--lsp-position-to-point (plist-get range :start))
                  (point)))
         (typed (and (<= start (point)) (buffer-substring-no-properties start (point)))))
    (and typed (string-prefix-p typed text) (substring text (length typed)))))

(defun gloss--request (buffer generation)
  "Ask for ghost text in BUFFER unless it has changed since GENERATION."
  (when (buffer-live-p buffer)
    (with-current-buffer buffer
      (when-let* (((= generation gloss--generation))
                  (server (eglot-current-server)))
        (eglot--signal-textDocument/didChange)
        (jsonrpc-async-request
         server :textDocument/inlineCompletion
         (append (eglot--TextDocumentPositionParams) '(:context (:triggerKind 2)))
         :success-fn
         (lambda (result)
           (when (buffer-live-p buffer)
             (with-current-buffer buffer
               (when-let* (((= generation gloss--generation))
                           (items (if (vectorp result) result (plist-get result :items)))
                           ((> (length items) 0))
                           (text (gloss--untyped (aref items 0)))
                           ((not (string-empty-p text))))
                 (gloss--show text)))))
         :error-fn #'ignore
         :deferred 'gloss)))))

(defun gloss--after-change (&rest _)
  "Ask for ghost text when nothing is typed for a moment."
  (gloss--clear)
  (cl-incf gloss--generation)
  (when (timerp gloss--timer)
    (cancel-timer gloss--timer))
  (setq gloss--timer
        (run-with-idle-timer gloss-idle-delay nil #'gloss--request
                             (current-buffer) gloss--generation)))

(defun gloss--after-command ()
  "Take the ghost text away when point has left it."
  (when (and gloss--overlay (/= (point) (overlay-start gloss--overlay)))
    (gloss-dismiss)))

(defun gloss-accept ()
  "Insert all of the ghost text."
  (interactive)
  (when-let ((text gloss--text))
    (gloss--clear)
    (insert text)))

(defun gloss-accept-word ()
  "Insert the next word of the ghost text."
  (interactive)
  (when-let ((text gloss--text))
    (gloss--clear)
    (insert (if (string-match "\\`[[:space:]]*\\(?:[[:alnum:]_]+\\|[^[:alnum:]_[:space:]]+\\)" text)
                (match-string 0 text)
              text))))

(defun gloss-dismiss ()
  "Take the ghost text off the screen."
  (interactive)
  (cl-incf gloss--generation)
  (gloss--clear))

(defun gloss--when-shown (command)
  "A menu item that is COMMAND while ghost text is shown."
  `(menu-item "" ,command :filter ,(lambda (cmd) (and gloss--text cmd))))

(defvar gloss-ghost-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "TAB") (gloss--when-shown #'gloss-accept))
    (define-key map (kbd "<tab>") (gloss--when-shown #'gloss-accept))
    (define-key map (kbd "M-f") (gloss--when-shown #'gloss-accept-word))
    (define-key map (kbd "C-g") (gloss--when-shown #'gloss-dismiss))
    map)
  "Keys while ghost text is shown.")

;;;###autoload
(define-minor-mode gloss-ghost-mode
  "Show completions of the Gloss language server as ghost text."
  :lighter " Gloss"
  :keymap gloss-ghost-mode-map
  (if gloss-ghost-mode
      (progn
        (add-hook 'after-change-functions #'gloss--after-change nil t)
        (add-hook 'post-command-hook #'gloss--after-command nil t))
    (remove-hook 'after-change-functions #'gloss--after-change t)
    (remove-hook 'post-command-hook #'gloss--after-command t)
    (gloss--clear)))

(provide 'gloss)
;;; gloss.el ends here
