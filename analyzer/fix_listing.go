package analyzer

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
)

// While the writer has a file open, its directory has one entry more, which
// code that lists the directory does not expect: an archive of a directory
// that leaves itself out by its name would take in its own temporary.

// directoryReaders holds the functions of the standard library that list a
// directory, or start what may do so.
var directoryReaders = map[string]bool{
	"(*archive/tar.Writer).AddFS":           true,
	"(*archive/zip.Writer).AddFS":           true,
	"(*html/template.Template).ParseFS":     true,
	"(*html/template.Template).ParseGlob":   true,
	"(*os.File).ReadDir":                    true,
	"(*os.File).Readdir":                    true,
	"(*os.File).Readdirnames":               true,
	"(*os.Root).FS":                         true,
	"(*os/exec.Cmd).CombinedOutput":         true,
	"(*os/exec.Cmd).Output":                 true,
	"(*os/exec.Cmd).Run":                    true,
	"(*os/exec.Cmd).Start":                  true,
	"(*text/template.Template).ParseFS":     true,
	"(*text/template.Template).ParseGlob":   true,
	"go/build.Import":                       true,
	"go/build.ImportDir":                    true,
	"go/parser.ParseDir":                    true,
	"golang.org/x/tools/go/packages.Load":   true,
	"html/template.ParseFS":                 true,
	"html/template.ParseGlob":               true,
	"io/fs.Glob":                            true,
	"io/fs.ReadDir":                         true,
	"io/fs.WalkDir":                         true,
	"io/ioutil.ReadDir":                     true,
	"net/http.FileServer":                   true,
	"net/http.FileServerFS":                 true,
	"os.CopyFS":                             true,
	"os.DirFS":                              true,
	"os.ReadDir":                            true,
	"os.StartProcess":                       true,
	"path/filepath.Glob":                    true,
	"path/filepath.Walk":                    true,
	"path/filepath.WalkDir":                 true,
	"syscall.ForkExec":                      true,
	"syscall.Getdents":                      true,
	"syscall.Getdirentries":                 true,
	"syscall.ReadDirent":                    true,
	"syscall.StartProcess":                  true,
	"text/template.ParseFS":                 true,
	"text/template.ParseGlob":               true,
	"golang.org/x/sys/unix.Getdents":        true,
	"golang.org/x/sys/unix.Getdirentries":   true,
	"golang.org/x/sys/unix.ReadDirent":      true,
	"golang.org/x/sys/windows.FindNextFile": true,
}

// listingNames are the names by which other packages call functions that list
// a directory.
var listingNames = map[string]bool{
	"AddFS":        true,
	"Glob":         true,
	"ReadDir":      true,
	"Readdir":      true,
	"Readdirnames": true,
	"WalkDir":      true,
}

// listsDirectory reports whether fn may list a directory, going by what is
// known of it, or by its name if it belongs neither to the standard library
// nor to this package.
func (f *flow) listsDirectory(fn *types.Func) bool {
	if directoryReaders[fn.FullName()] {
		return true
	}
	if fn.Pkg() == nil || fn.Pkg() == f.pkg {
		return false
	}
	if fn.Signature().Recv() != nil && types.IsInterface(fn.Signature().Recv().Type()) {
		return listingNames[fn.Name()] // whatever implements it
	}
	return !isStd(fn.Pkg().Path()) && (listingNames[fn.Name()] || fn.Name() == "Walk" && takesPath(fn.Signature()))
}

// takesPath reports whether a parameter of sig may hold a path.
func takesPath(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		if isPath(v.Type()) {
			return true
		}
	}
	return false
}

// A mention is a place where code names a function of interest.
type mention struct {
	pos token.Pos
	fn  *types.Func
}

// listingIn finds a mention in n of a function that lists a directory, itself
// or through functions of this package, that stands between from and to.
func (f *flow) listingIn(n ast.Node, from, to token.Pos) (mention, bool) {
	return f.mentionIn(n, from, to, f.listsDirectory, make(map[*function]bool))
}

// mentionIn finds a mention in n of a function that is wanted, there or in the
// functions of this package that are mentioned there.
func (f *flow) mentionIn(n ast.Node, from, to token.Pos, wanted func(*types.Func) bool, seen map[*function]bool) (found mention, ok bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		id, isIdent := n.(*ast.Ident)
		if !isIdent || ok || id.Pos() < from || to <= id.Pos() {
			return !ok
		}
		obj := f.info.Uses[id]
		if fn, isFunc := obj.(*types.Func); isFunc {
			obj = fn.Origin()
			if wanted(fn.Origin()) {
				found, ok = mention{id.Pos(), fn.Origin()}, true
				return false
			}
		}
		for _, fn := range f.byObj[obj] {
			if seen[fn] || !hasBody(fn) {
				continue
			}
			seen[fn] = true
			body := bodyOf(fn.cursor).Node()
			if inner, within := f.mentionIn(body, body.Pos(), body.End(), wanted, seen); within {
				found, ok = mention{id.Pos(), inner.fn}, true
				return false
			}
		}
		return true
	})
	return found, ok
}

// listingReason returns what may list a directory while the file is open.
func (h *handle) listingReason() string {
	body := control.Body(h.fn.Node())
	if body == nil {
		return ""
	}
	m, ok := h.flow.listingIn(body, h.assign.End(), h.openUntil(body))
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s may list the directory while %s is open (line %d)", calleeText(m.fn), h.name, h.src.tok.Line(m.pos))
}

// openUntil returns where the file is last used: at the end of the last
// statement that mentions it or, if something uses it that is deferred, of the
// function.
func (h *handle) openUntil(body *ast.BlockStmt) token.Pos {
	if h.writesDeferred() {
		return body.End()
	}
	for _, cl := range h.closings {
		if cl.stmt != nil {
			return body.End()
		}
	}
	last := h.assign.End()
	for _, stmt := range h.body {
		if h.mentions(stmt, h.carriers) {
			last = stmt.End()
		}
	}
	return last
}

// writesDeferred reports whether a deferred call may write to the file.
func (h *handle) writesDeferred() bool {
	for c := range h.fn.Preorder((*ast.DeferStmt)(nil)) {
		n := c.Node().(*ast.DeferStmt)
		if functionAround(c) == h.fn && n.Pos() > h.assign.End() && !h.isClosing(n) && h.writesThrough(n) {
			return true
		}
	}
	return false
}
