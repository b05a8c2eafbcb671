package analyzer

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// The directives.
const (
	ignoreDirective        = "//atomiclint:ignore"
	ignoreFileDirective    = "//atomiclint:ignore-file"
	ignorePackageDirective = "//atomiclint:ignore-package"
)

// A silencer holds the directives of one package that silence diagnostics.
type silencer struct {
	fset    *token.FileSet
	files   map[*token.File][]*ignore // by the file that they stand in
	pkg     []*ignore                 // for the whole package
	writers []*ast.FuncDecl
	stray   []*ast.Comment // writer directives that no function bears
}

// An ignore is one comment that silences diagnostics.
type ignore struct {
	comment   *ast.Comment
	directive string // which of the project's own it is, which need a reason and an effect; empty for nolint
	reason    string
	at        lines // that it silences
	misplaced bool
	used      bool
}

// newSilencer finds the directives in the files of pass. It leaves nolint to
// the driver if that looks after it.
func newSilencer(pass *analysis.Pass, driverNolint bool) *silencer {
	s := &silencer{fset: pass.Fset, files: make(map[*token.File][]*ignore)}
	for _, file := range pass.Files {
		docs := make(map[*ast.CommentGroup]bool)
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && trace.DeclaresWriter(fn.Doc) {
				s.writers = append(s.writers, fn)
				docs[fn.Doc] = true
			}
		}
		var code *layout // made when it is asked for: most files have no directive
		for _, group := range file.Comments {
			for i, comment := range group.List {
				if ig := parseIgnore(comment); ig != nil && (ig.directive != "" || !driverNolint) {
					if code == nil {
						code = newLayout(pass.Fset.File(file.FileStart), file)
					}
					s.add(ig, file, code, group.List[i:])
				}
				if trace.IsWriterDirective(comment) && !docs[group] {
					s.stray = append(s.stray, comment)
				}
			}
		}
	}
	return s
}

// add puts ig, the first of comments, where it belongs.
func (s *silencer) add(ig *ignore, file *ast.File, code *layout, comments []*ast.Comment) {
	switch ig.directive {
	case "":
		ig.at = code.governed(comments, wholeNode)
	case ignoreDirective:
		ig.at = code.governed(comments, nodeHead)
	default:
		ig.at = code.all()
		ig.misplaced = ig.comment.Pos() > file.Package
	}
	s.files[code.file] = append(s.files[code.file], ig)
	if ig.directive == ignorePackageDirective {
		s.pkg = append(s.pkg, ig)
	}
}

// nolint matches what golangci-lint takes for its comment.
var nolint = regexp.MustCompile(`^//[ /]*nolint(?: |$|:([^/]*))`)

// parseIgnore returns the ignore that comment is, or nil.
func parseIgnore(comment *ast.Comment) *ignore {
	for _, directive := range []string{ignoreDirective, ignoreFileDirective, ignorePackageDirective} {
		if reason, ok := strings.CutPrefix(comment.Text, directive); ok && (reason == "" || reason[0] == ' ' || reason[0] == '\t') {
			return &ignore{comment: comment, directive: directive, reason: strings.TrimSpace(reason)}
		}
	}
	match := nolint.FindStringSubmatch(comment.Text)
	if match == nil {
		return nil
	}
	names := strings.Split(strings.ToLower(strings.ReplaceAll(match[1], " ", "")), ",")
	if match[1] == "" || slices.Contains(names, "all") || slices.Contains(names, "atomiclint") {
		return &ignore{comment: comment}
	}
	return nil
}

// silences reports whether a directive silences a diagnostic at pos.
func (s *silencer) silences(pos token.Pos) bool {
	for _, fn := range s.writers {
		if fn.Pos() <= pos && pos < fn.End() {
			return true
		}
	}
	silenced := false
	file := s.fset.File(pos)
	for _, ig := range slices.Concat(s.files[file], s.pkg) {
		// Lines as they are in the file, whatever a line directive makes of them.
		here := ig.directive == ignorePackageDirective || ig.at.contain(file.PositionFor(pos, false).Line)
		if here && !ig.misplaced && (ig.directive == "" || ig.reason != "") {
			ig.used, silenced = true, true
		}
	}
	return silenced
}
