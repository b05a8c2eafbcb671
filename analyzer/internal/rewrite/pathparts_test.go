package rewrite

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// TestPathParts takes paths apart.
func TestPathParts(t *testing.T) {
	for _, test := range []struct{ path, want, ofAny string }{
		{`name`, `name`, `name`},
		{`name + ".x"`, `name ".x"`, `name ".x"`},
		{`"a" + "b"`, `"ab"`, `"ab"`},
		{`"/"`, ``, ``},
		{`name + "/"`, `name`, `name`},
		{`name + string(rune('a'))`, `name "a"`, `name "a"`},
		{`filepath.Join(dir, "x", name)`, `dir name "x"`, `dir name "x"`},
		{`filepath.Join(name, name)`, `name`, `name`},
		{`local`, `dir "/x"`, `dir "/x"`},
		{`twice`, `dir name`, `dir name`},
		{`shared`, `shared`, `shared`},
		{`t.path`, `path`, `path`},
		{`t.list[0]`, `list 0`, `list`},
		{`t.list[n]`, `list n`, `list varies`},
		{`list[0]`, `list 0`, `list`},
		{`list[n] + ".x"`, `list n ".x"`, `list ".x" varies`},
		{`name[1:]`, `name 1`, `name 1`},
		{`byKey["a"]`, `byKey "a"`, `byKey`},
		{`byKey[name]`, `byKey name`, `byKey varies`},
		{`pair[n]`, `n pair`, `pair varies`},
		{`pointer[n]`, `n pointer`, `pointer varies`},
		{`each`, `list`, `list varies`},
		{`lib.Name()`, `Name`, `Name`},
		{`made(name)`, `name ".m"`, `name ".m"`},
		{`made(made(name))`, `made name ".m"`, `made name ".m"`},
		{`constant()`, `"c"`, `"c"`},
		{`more(name)`, `more name`, `more name`},
		{`func() string { return name }()`, `name`, `name`},
		{`fmt.Sprintf("%s.x", name)`, `name "%s.x"`, `name "%s.x"`},
		{`os.Getenv("HOME")`, `Getenv "HOME"`, `Getenv "HOME"`},
	} {
		t.Run(test.path, func(t *testing.T) {
			b := load(t, `
type places struct {
	path string
	list []string
}

var shared string

func made(s string) string { return s + ".m" }

func constant() string { return "c" }

func more(s string) string {
	println()
	return s
}

func save(dir, name string, n int, t places, list []string, byKey map[string]string, pair [2]string, pointer *[2]string) {
	local := dir + "/x"
	twice := dir
	twice = name
	for _, each := range list {
		_ = each
		lib.Save(`+test.path+`)
	}
	_, _ = local, twice
}
`)
			var path ast.Expr
			for c := range b.Root.Preorder((*ast.CallExpr)(nil)) {
				if call := c.Node().(*ast.CallExpr); b.fixer.calleeName(call) == "example.com/lib.Save" {
					path = call.Args[0]
				}
			}
			if got := b.fixer.partsOf(path).String(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			parts, varies := b.fixer.parts(path, true)
			got := parts.String()
			if varies {
				got += " varies"
			}
			if got != test.ofAny {
				t.Errorf("of any element: got %s, want %s", got, test.ofAny)
			}
		})
	}
}

// String lists the parts, the objects before the texts.
func (p pathParts) String() string {
	var objects, texts []string
	for obj := range p.objects {
		objects = append(objects, obj.Name())
	}
	for text := range p.texts {
		texts = append(texts, text)
	}
	slices.Sort(objects)
	slices.Sort(texts)
	return strings.Join(append(objects, texts...), " ")
}

// TestSameParts compares paths by what they are made of.
func TestSameParts(t *testing.T) {
	objects := make(map[string]types.Object)
	parts := func(text string) pathParts {
		p := newPathParts()
		for _, part := range strings.Fields(text) {
			if strings.HasPrefix(part, ".") {
				p.texts[part] = true
				continue
			}
			if objects[part] == nil {
				objects[part] = types.NewVar(0, nil, part, types.Typ[types.String])
			}
			p.objects[objects[part]] = true
		}
		return p
	}
	for _, test := range []struct{ p, q, want string }{
		{"a", "a", "made of, equal, same"},
		{"a", "b", ""},
		{"a b", "a", "made of"},
		{"a", "a b", ""},
		{"a .x", "a .x", "made of, equal, same"},
		{"a", "a .x", "made of, equal"},
		{"a .x", "a", ""},
		{"a b .x", "a .x", "made of"},
		{".x", ".x", "made of, equal, same"},
		{".x", ".x .y", "made of, equal"},
		{".x", ".y", ""},
		{"", "", ""},
		{"", ".x", ""},
		{"", "a", ""},
		{"a .x", ".x", ""},
	} {
		p, q := parts(test.p), parts(test.q)
		var got []string
		for _, is := range []struct {
			what string
			ok   bool
		}{{"made of", p.madeOf(q)}, {"equal", p.equal(q)}, {"same", p.same(q)}} {
			if is.ok {
				got = append(got, is.what)
			}
		}
		if got := strings.Join(got, ", "); got != test.want {
			t.Errorf("%q and %q: got %q, want %q", test.p, test.q, got, test.want)
		}
	}
}

func TestShareElement(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/texts(lists[n], lists[0]) ## var lists []string\nvar arr [2]string", true}, {"/*?*/texts(lists[0], lists[n]) ## var lists []string\nvar arr [2]string", true},
		{"/*?*/texts(lists[0], lists[1]) ## var lists []string\nvar arr [2]string", false}, {"/*?*/texts(lists[n]+lists[0], lists[0]+lists[0]) ## var lists []string\nvar arr [2]string", true},
		{"/*?*/texts(lists[0]+lists[0], lists[n]+lists[0]) ## var lists []string\nvar arr [2]string", true}, {"/*?*/texts(lists[n], name) ## var lists []string\nvar arr [2]string", false},
		{"/*?*/texts(name, name) ## var lists []string\nvar arr [2]string", false}, {"for _, s := range lists { /*?*/texts(s, lists[0]) } ## var lists []string\nvar arr [2]string", true},
		{"/*?*/texts(lists[n:][0], lists[0]) ## var lists []string\nvar arr [2]string", true}, {"/*?*/texts(lists[1:][0], lists[0]) ## var lists []string\nvar arr [2]string", false},
		{"/*?*/texts(lists[:n][0], lists[0]) ## var lists []string\nvar arr [2]string", false}, {"/*?*/texts(arr[n], arr[0]) ## var lists []string\nvar arr [2]string", true},
		{"/*?*/texts((&arr)[n], arr[1]) ## var lists []string\nvar arr [2]string", true},
	}, func(s *subject) bool { return s.h.shareElement(s.call().Args[0], s.call().Args[1]) })
}

func TestPartsText(t *testing.T) {
	ask[ast.Expr](t, []row[string]{
		{"_ = /*?*/join(name) ## func join(s string) string { return s + \".m\" }", "name \".m\""},
		{"_ = /*?*/join(name + other) ## func join(s string) string { return s + s }", "name other"},
		{"_ = /*?*/join(join(name)) ## func join(s string) string { return s + \".m\" }", "join name \".m\""},
		{"own := name; own = own + other; _ = /*?*/own", "name other"},
		{"_ = /*?*/(name + \"/\")", "name"},
		{"_ = /*?*/t.path", "path"},
		{"_ = /*?*/lib.Name()", "Name"},
		{"_ = /*?*/filepath.Join(name, \"a\", other)", "name other \"a\""},
		{"own := \"\"; for _, own = range []string{name, other} { }; _ = /*?*/own", "name other"},
		{"_ = /*?*/string(data)", "data"},
		{"_ = /*?*/strconv.Itoa(n)", "n"},
	}, func(s *subject) string { return s.h.partsOf(s.expr()).String() })
}
