package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// A rewrite is a planned change of the code that works with a handle: as edits
// of the text, and as what the model of control needs to know of them.
type rewrite struct {
	edits []analysis.TextEdit

	commits     map[*ast.CallExpr]bool  // calls of Close that become Commit
	after       map[ast.Stmt]bool       // a checked Commit follows
	before      map[token.Pos]bool      // a checked Commit comes before the return statement there
	ifNil       map[ast.Stmt]*types.Var // before it: if err == nil { err = f.Commit() }
	finish      *finishing              // how Finish is deferred, or nil
	discard     bool                    // Close is deferred once the file is open
	closes      map[ast.Stmt]bool       // a Close comes before
	discards    map[ast.Stmt]bool       // ... which the proof has found to discard the file
	closesAfter map[ast.Stmt]bool       // ... behind it
	closesIn    map[*ast.IfStmt]bool    // ... at the beginning of its body
	gone        []ast.Node              // statements that are taken out
	cleaners    map[types.Object]bool   // variables whose calls, which are taken out, have removed the temporary
	risky       ast.Node                // a call that may panic when the file is published, or nil
	removed     []*ast.CallExpr         // calls that removed the destination, and are taken out
}

// A finishing is a deferred call of Finish.
type finishing struct {
	stmt   *ast.DeferStmt // stands for the call
	with   ast.Stmt       // the statement that it belongs to, or nil if it comes as soon as the file is open
	place  finishPlace
	result *types.Var // the error that it looks at, or nil for a result without a name
}

type finishPlace uint8

const (
	finishInstead finishPlace = iota
	finishBefore
	finishAfter
)

// add adds what o does to r.
func (r *rewrite) add(o *rewrite) {
	r.edits = append(r.edits, o.edits...)
	r.gone = append(r.gone, o.gone...)
	maps.Copy(r.commits, o.commits)
	maps.Copy(r.after, o.after)
	maps.Copy(r.before, o.before)
	maps.Copy(r.ifNil, o.ifNil)
	maps.Copy(r.closes, o.closes)
	maps.Copy(r.closesAfter, o.closesAfter)
	maps.Copy(r.closesIn, o.closesIn)
	r.discard = r.discard || o.discard
	if o.finish != nil {
		r.finish = o.finish
	}
}

func newRewrite() *rewrite {
	return &rewrite{
		commits:     make(map[*ast.CallExpr]bool),
		after:       make(map[ast.Stmt]bool),
		before:      make(map[token.Pos]bool),
		ifNil:       make(map[ast.Stmt]*types.Var),
		closes:      make(map[ast.Stmt]bool),
		discards:    make(map[ast.Stmt]bool),
		closesAfter: make(map[ast.Stmt]bool),
		closesIn:    make(map[*ast.IfStmt]bool),
	}
}

// isGone reports whether n is in what the rewrite takes out.
func (r *rewrite) isGone(n ast.Node) bool {
	for _, g := range r.gone {
		if flow.Within(n, g) {
			return true
		}
	}
	return false
}

// lostCalls returns the calls that the rewrite takes out.
func (r *rewrite) lostCalls() []*ast.CallExpr {
	var list []*ast.CallExpr
	for _, call := range r.removed {
		if !r.isGone(call) {
			list = append(list, call)
		}
	}
	for _, g := range r.gone {
		ast.Inspect(g, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				list = append(list, call)
			}
			return true
		})
	}
	return list
}
