package main

import (
	"fmt"
	"io"
)

// A result is a gopls that was built.
type result struct {
	path    string // absolute
	release release
	own     origin
}

// print says what was built, how each editor is pointed at it, and what it
// cannot do.
func (res *result) print(w io.Writer) {
	fmt.Fprintf(w, "%s is gopls %s with atomiclint %s.\n\nThe one setting that your editor needs:\n", res.path, res.release.version, res.own)
	for _, e := range editorSettings(res.path) {
		fmt.Fprintf(w, "\n%s:\n    %s\n", e.editor, e.setting)
	}
	fmt.Fprintf(w, "\n%s", limits)
}

// An editorSetting is what makes an editor use another gopls.
type editorSetting struct{ editor, setting string }

// editorSettings returns the setting of each editor for the gopls at path,
// which is absolute. In each of the languages a string may be written as in
// Go.
func editorSettings(path string) []editorSetting {
	return []editorSetting{
		{"VS Code, settings.json", fmt.Sprintf(`"go.alternateTools": {"gopls": %q}`, path)},
		{"Neovim 0.11, init.lua", fmt.Sprintf(`vim.lsp.config("gopls", {cmd = {%q}})`, path)},
		{"Neovim before, with nvim-lspconfig", fmt.Sprintf(`require("lspconfig").gopls.setup({cmd = {%q}})`, path)},
		{"Vim with coc-go, coc-settings.json", fmt.Sprintf(`"go.goplsPath": %q`, path)},
		{"Emacs with eglot, init.el", fmt.Sprintf(`(with-eval-after-load 'eglot
      (add-to-list 'eglot-server-programs
        '((go-mode go-dot-mod-mode go-dot-work-mode go-ts-mode go-mod-ts-mode go-work-ts-mode) . (%q))))`, path)},
		{"Emacs with lsp-mode, init.el", fmt.Sprintf(`(setq lsp-go-gopls-server-path %q)`, path)},
		{"Helix, languages.toml", fmt.Sprintf("[language-server.gopls]\n    command = %q", path)},
		{"Zed, settings.json", fmt.Sprintf(`"lsp": {"gopls": {"binary": {"path": %q}}}`, path)},
		{"GoLand", "none: it does not use gopls"},
	}
}

const limits = `What it cannot do:
  - The flags of atomiclint cannot be set. The gopls setting "analyses": {"atomiclint": false}
    turns it off.
  - A fix is applied to one finding at a time; atomiclint -fix applies all.
  - A fix adds the import of the writer, but does not make go.mod require its module. Where it
    does not, gopls marks the import, and says no more about the package until its quick fix
    "go get package" there, or go get in a shell, has mended that.
  - Nothing is reported while a package has type errors.
  - Editors update their own gopls, not this one. Run this command again for a new version of
    gopls, of atomiclint, or of Go.
`
