package rewrite

import (
	"strings"
	"testing"
)

// imports are the packages that files of these tests import, with the names
// that they declare.
type imports map[string]string

func (m imports) PackageName(path string) string {
	if _, ok := m[path]; !ok {
		return ""
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}

func (m imports) Declares(path, name string) bool {
	return strings.Contains(" "+m[path]+" ", " "+name+" ")
}

var standard = imports{"os": "WriteFile Open", "fmt": "Println", "io/fs": "FileMode"}

// TestApply replaces the text «old|new» in files, and compares the result.
func TestApply(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{
			"import goes",
			"package p\n\nimport (\n\t\"fmt\"\n\t\"os\" // for files\n«|\t\"example.com/safe\"\n»)\n\nfunc f() { fmt.Println(«os|safe».WriteFile) }\n",
			"package p\n\nimport (\n\t\"example.com/safe\"\n\t\"fmt\"\n)\n\nfunc f() { fmt.Println(safe.WriteFile) }\n",
		},
		{
			"only import goes",
			"package p\n\nimport \"os\"\n«|import \"example.com/safe\"\n»\nvar v = «os|safe».WriteFile\n",
			"package p\n\nimport \"example.com/safe\"\n\nvar v = safe.WriteFile\n",
		},
		{
			"declaration goes",
			"package p\n\n«|import \"example.com/safe\"\n\n»// Files.\nimport (\n\t\"os\"\n)\n\nvar v = «os|safe».WriteFile\n",
			"package p\n\nimport \"example.com/safe\"\n\nvar v = safe.WriteFile\n",
		},
		{
			"import stays",
			"package p\n\nimport \"os\"\n\nvar v, w = «os|safe».WriteFile, os.Open\n",
			"package p\n\nimport \"os\"\n\nvar v, w = safe.WriteFile, os.Open\n",
		},
		{
			"hidden by a local name",
			"package p\n\nimport \"os\"\n\nvar v = «os|safe».WriteFile\n\nfunc f(os T) { os.Open() }\n",
			"package p\n\nvar v = safe.WriteFile\n\nfunc f(os T) { os.Open() }\n",
		},
		{
			"dot",
			"package p\n\nimport . \"os\"\n\nvar v = «|safe.»WriteFile\n",
			"package p\n\nvar v = safe.WriteFile\n",
		},
		{
			"dot stays",
			"package p\n\nimport . \"os\"\n\nvar v, w = «|safe.»WriteFile, Open\n",
			"package p\n\nimport . \"os\"\n\nvar v, w = safe.WriteFile, Open\n",
		},
		{
			"named",
			"package p\n\nimport f \"io/fs\"\n\nvar v = «f.FileMode|safe.Mode»\n",
			"package p\n\nvar v = safe.Mode\n",
		},
		{
			"for its effects",
			"package p\n\nimport _ \"os\"\n\nvar v = «1|2»\n",
			"package p\n\nimport _ \"os\"\n\nvar v = 2\n",
		},
		{
			"one line",
			"package p\n\nimport ( \"os\"; \"fmt\" )\n\nvar v, w = «os|safe».WriteFile, fmt.Println\n",
			"package p\n\nimport (\n\t\"fmt\"\n)\n\nvar v, w = safe.WriteFile, fmt.Println\n",
		},
		{
			"formatted",
			"package p\n\nfunc f() {\n\tx := 1 // one\n«|if x > 0 { return }\n»\t«y|long» := 2 // two\n}\n",
			"package p\n\nfunc f() {\n\tx := 1 // one\n\tif x > 0 {\n\t\treturn\n\t}\n\tlong := 2 // two\n}\n",
		},
		{
			"not formatted",
			"package p\n\nvar  a = 1\n\nfunc f() {\n«|if x { g() }\n»\n}\nvar  b = 1\n",
			"package p\n\nvar  a = 1\n\nfunc f() {\n\tif x {\n\t\tg()\n\t}\n\n}\nvar  b = 1\n",
		},
		{
			"windows",
			"package p\r\n\r\nvar s = `a\r\nb`\r\n\r\nfunc f() {\r\n«|\tif x { g() }\n»\tvar y = 1\r\n}\r\n",
			"package p\r\n\r\nvar s = `a\r\nb`\r\n\r\nfunc f() {\r\n\tif x {\r\n\t\tg()\r\n\t}\r\n\tvar y = 1\r\n}\r\n",
		},
		{
			"windows, import",
			"package p\r\n\r\nimport (\r\n\t\"fmt\"\r\n\t\"os\"\r\n«|\t\"example.com/safe\"\n»)\r\n\r\nvar v, w = fmt.Println, «os|safe».WriteFile\r\n",
			"package p\r\n\r\nimport (\r\n\t\"example.com/safe\"\r\n\t\"fmt\"\r\n)\r\n\r\nvar v, w = fmt.Println, safe.WriteFile\r\n",
		},
		{
			"mixed",
			"package p\n\nvar a = 1\r\nvar b = «1|2»\r\nvar c = «1|2»\n",
			"package p\n\nvar a = 1\r\nvar b = 2\r\nvar c = 2\n",
		},
		{
			"no end of line",
			"package p\n\nvar  a = 1\nvar b = «1|2»",
			"package p\n\nvar  a = 1\nvar b = 2\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, edits := marked(test.text)
			if got := Apply(text, edits, standard); got != test.want {
				t.Errorf("got\n%q\nwant\n%q", got, test.want)
			}
		})
	}
}

// marked returns text with what is marked in it, and the edits that the marks
// stand for.
func marked(text string) (string, []Edit) {
	var b strings.Builder
	var edits []Edit
	for {
		before, rest, ok := strings.Cut(text, "«")
		b.WriteString(before)
		if !ok {
			return b.String(), edits
		}
		mark, after, _ := strings.Cut(rest, "»")
		old, new, _ := strings.Cut(mark, "|")
		edits = append(edits, Edit{b.Len(), b.Len() + len(old), new})
		b.WriteString(old)
		text = after
	}
}

func TestMerge(t *testing.T) {
	at := func(start, end int, new string) Edit { return Edit{start, end, new} }
	for _, test := range []struct {
		name       string
		edits, fix []Edit
		want       string // applied to "abcdef"
		impossible bool
	}{
		{name: "apart", edits: []Edit{at(0, 1, "A")}, fix: []Edit{at(3, 4, "D")}, want: "AbcDef"},
		{name: "before", edits: []Edit{at(3, 4, "D")}, fix: []Edit{at(0, 1, "A")}, want: "AbcDef"},
		{name: "same insertion", edits: []Edit{at(2, 2, "-")}, fix: []Edit{at(2, 2, "-"), at(4, 5, "E")}, want: "ab-cdEf"},
		{name: "same replacement", edits: []Edit{at(2, 3, "-")}, fix: []Edit{at(2, 3, "-")}, want: "ab-def"},
		{name: "side by side", edits: []Edit{at(2, 3, "C")}, fix: []Edit{at(3, 4, "D")}, want: "abCDef"},
		{name: "insertion before", edits: []Edit{at(2, 3, "C")}, fix: []Edit{at(2, 2, "-")}, want: "ab-Cdef"},
		{name: "insertions", edits: []Edit{at(2, 2, "x")}, fix: []Edit{at(2, 2, "y")}, want: "abxycdef"},
		{name: "overlap", edits: []Edit{at(1, 3, "x")}, fix: []Edit{at(2, 4, "y")}, impossible: true},
		{name: "inside", edits: []Edit{at(1, 4, "x")}, fix: []Edit{at(2, 2, "y")}, impossible: true},
		{name: "twice", edits: []Edit{at(1, 4, "x")}, fix: []Edit{at(1, 4, "y")}, impossible: true},
	} {
		merged, ok := Merge(test.edits, test.fix)
		if ok == test.impossible {
			t.Errorf("%s: got possible %v, want %v", test.name, ok, !test.impossible)
		}
		if got := apply("abcdef", merged); ok && got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
