package analyzer

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

const (
	ignoreDirective = "//atomiclint:ignore"
	writerDirective = "//atomiclint:writer"
)

// A silencer holds the directives of one package that silence diagnostics.
type silencer struct {
	fset    *token.FileSet
	ignores map[string]map[int]*ignore // by file name and line that is silenced
	writers []*ast.FuncDecl
	stray   []*ast.Comment // writer directives that no function bears
}

// An ignore is one comment that silences its line and the next.
type ignore struct {
	comment *ast.Comment
	own     bool // the project's directive, which must have a reason and an effect
	reason  string
	used    bool
}

func newSilencer(pass *analysis.Pass) *silencer {
	s := &silencer{fset: pass.Fset, ignores: make(map[string]map[int]*ignore)}
	for _, file := range pass.Files {
		docs := make(map[*ast.CommentGroup]bool)
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && declaresWriter(fn.Doc) {
				s.writers = append(s.writers, fn)
				docs[fn.Doc] = true
			}
		}
		for _, group := range file.Comments {
			for _, comment := range group.List {
				if ig := parseIgnore(comment); ig != nil {
					s.add(ig)
				}
				if isWriterDirective(comment) && !docs[group] {
					s.stray = append(s.stray, comment)
				}
			}
		}
	}
	return s
}

// parseIgnore returns the ignore that comment is, or nil.
func parseIgnore(comment *ast.Comment) *ignore {
	if reason, ok := strings.CutPrefix(comment.Text, ignoreDirective); ok && (reason == "" || reason[0] == ' ' || reason[0] == '\t') {
		return &ignore{comment: comment, own: true, reason: strings.TrimSpace(reason)}
	}
	rest, ok := strings.CutPrefix(comment.Text, "//nolint")
	if !ok {
		return nil
	}
	names, _, _ := strings.Cut(rest, "//")
	names = strings.TrimSpace(names)
	if names == "" {
		return &ignore{comment: comment}
	}
	list, ok := strings.CutPrefix(names, ":")
	if !ok {
		return nil
	}
	for name := range strings.SplitSeq(list, ",") {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "all", "atomiclint":
			return &ignore{comment: comment}
		}
	}
	return nil
}

func declaresWriter(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, isWriterDirective)
}

func isWriterDirective(c *ast.Comment) bool {
	return strings.TrimSpace(c.Text) == writerDirective
}

// add makes ig silence its own line and the one below.
func (s *silencer) add(ig *ignore) {
	pos := s.fset.Position(ig.comment.Pos())
	lines := s.ignores[pos.Filename]
	if lines == nil {
		lines = make(map[int]*ignore)
		s.ignores[pos.Filename] = lines
	}
	lines[pos.Line] = ig
	if lines[pos.Line+1] == nil {
		lines[pos.Line+1] = ig
	}
}

// silences reports whether a directive silences a diagnostic at pos.
func (s *silencer) silences(pos token.Pos) bool {
	for _, fn := range s.writers {
		if fn.Pos() <= pos && pos < fn.End() {
			return true
		}
	}
	p := s.fset.Position(pos)
	ig := s.ignores[p.Filename][p.Line]
	if ig == nil || ig.own && ig.reason == "" {
		return false
	}
	ig.used = true
	return true
}

// checkUnused reports the ignore directives of file that lack a reason or that
// silenced nothing, and the writer directives that belong to no function. It is
// called when all else about file has been reported.
func (s *silencer) checkUnused(file *ast.File, report func(analysis.Diagnostic)) {
	for _, c := range s.stray {
		if file.FileStart <= c.Pos() && c.Pos() < file.FileEnd {
			report(analysis.Diagnostic{
				Pos: c.Pos(), End: c.End(), Category: directive,
				Message: writerDirective + " means nothing here: write it into the doc comment of a function that writes atomically",
			})
		}
	}
	lines := s.ignores[s.fset.Position(file.FileStart).Filename]
	for line, ig := range lines {
		switch {
		case !ig.own || s.fset.Position(ig.comment.Pos()).Line != line:
			continue
		case ig.reason == "":
			report(analysis.Diagnostic{
				Pos: ig.comment.Pos(), End: ig.comment.End(), Category: directive,
				Message: ignoreDirective + " needs a reason: write why the file may be left half written",
			})
		case !ig.used:
			report(analysis.Diagnostic{
				Pos: ig.comment.Pos(), End: ig.comment.End(), Category: directive,
				Message: ignoreDirective + " silences nothing here: remove it",
			})
		}
	}
}
