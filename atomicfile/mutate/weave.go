//go:build linux

package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// All mutants live in one program, which is built once: each is a copy of its
// function, which the function calls in its place if the environment says so.

// chosen is the variable of the environment that says which mutant lives, by
// its number.
const chosen = "MUTANT"

// choice returns the source of a file that the package of the name needs for
// its mutants. It imports the package that chooses, which is at path.
func choice(name, path string) []byte {
	return fmt.Appendf(nil, "package %s\n\nimport choice %q\n\nfunc mutantChoice() int { return choice.Number }\n", name, path)
}

// chooser returns the source of that package.
func chooser() []byte {
	return fmt.Appendf(nil, `package choice

import (
	"os"
	"strconv"
)

// Number is that of the mutant that lives.
var Number, _ = strconv.Atoi(os.Getenv(%q))
`, chosen)
}

// A host is a function that has mutants. The numbers are offsets in its file.
type host struct {
	pkg              string // the name of the package
	name             string
	from, to         int         // the declaration
	ident, signature int         // its name, and what follows it
	body             int         // what follows the opening brace
	call             string      // how it calls a copy; %s stands for the name of that
	named            []insertion // names for parameters that have none
}

// An insertion is text that is put into a source.
type insertion struct {
	at   int
	old  int // how many bytes make room for it
	text string
}

// newHost returns what there is to know of a function that has a body.
func (c *collector) newHost(pkg string, fn *ast.FuncDecl) *host {
	h := &host{
		pkg: pkg, name: functionName(fn), from: c.offset(fn.Pos()), to: c.offset(fn.End()),
		ident: c.offset(fn.Name.Pos()), signature: c.offset(fn.Name.End()), body: c.offset(fn.Body.Lbrace) + 1,
	}
	receiver := c.arguments(h, fn.Recv)
	var typeArgs []string
	if fn.Type.TypeParams != nil {
		for _, field := range fn.Type.TypeParams.List {
			for _, id := range field.Names {
				typeArgs = append(typeArgs, id.Name)
			}
		}
	}
	if receiver != nil {
		h.call = receiver[0] + "."
	}
	h.call += "%s"
	if typeArgs != nil {
		h.call += "[" + strings.Join(typeArgs, ", ") + "]"
	}
	h.call += "(" + strings.Join(c.arguments(h, fn.Type.Params), ", ") + ")"
	if fn.Type.Results.NumFields() > 0 {
		h.call = "return " + h.call
	} else {
		h.call += "; return"
	}
	return h
}

// arguments returns what hands the parameters on. Those that have no name get
// one.
func (c *collector) arguments(h *host, params *ast.FieldList) (args []string) {
	if params == nil {
		return nil
	}
	name := func() string { return fmt.Sprintf("mutantArg%d", len(h.named)) }
	for _, field := range params.List {
		variadic := ""
		if _, ok := field.Type.(*ast.Ellipsis); ok {
			variadic = "..."
		}
		if field.Names == nil {
			args = append(args, name()+variadic)
			h.named = append(h.named, insertion{at: c.offset(field.Pos()), text: name() + " "})
		}
		for _, id := range field.Names {
			if id.Name != "_" {
				args = append(args, id.Name+variadic)
				continue
			}
			args = append(args, name()+variadic)
			h.named = append(h.named, insertion{at: c.offset(id.Pos()), old: 1, text: name()})
		}
	}
	return args
}

// woven returns the source of a file with mutants of its functions.
func woven(src []byte, ms []*mutant) []byte {
	var hosts []*host
	calls := make(map[*host]string)
	var copies strings.Builder
	for _, m := range ms {
		h, name := m.in, fmt.Sprintf("mutant%d", m.number)
		if calls[h] == "" {
			hosts = append(hosts, h)
		}
		calls[h] += fmt.Sprintf(" case %d: "+h.call+";", m.number, name)
		fmt.Fprintf(&copies, "\n//line %s.go:1\n%s%s%s%s%s\n", name,
			src[h.from:h.ident], name, src[h.signature:m.from], m.text, src[m.to:h.to])
	}
	var all []insertion
	for _, h := range hosts {
		all = append(all, h.named...)
		all = append(all, insertion{at: h.body, text: " switch mutantChoice() {" + calls[h] + " };"})
	}
	slices.SortFunc(all, func(a, b insertion) int { return a.at - b.at })
	var out bytes.Buffer
	at := 0
	for _, in := range all {
		out.Write(src[at:in.at])
		out.WriteString(in.text)
		at = in.at + in.old
	}
	out.Write(src[at:])
	out.WriteString(copies.String())
	return out.Bytes()
}
