package knowledge

import (
	"go/types"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
	"github.com/atomiclint/atomiclint/internal/module"
)

const pendings = `package p

import "github.com/atomiclint/atomiclint/atomicfile"

type File struct{}

type same = atomicfile.File

var (
	value   atomicfile.File
	pointer *atomicfile.File
	twice   **atomicfile.File
	batch   *atomicfile.Batch
	alias   *same
	own     *File
	option  atomicfile.Option
	failure error
	number  int
)
`

func TestPendingKindOf(t *testing.T) {
	pkg := typecheck.Source(t, pendings, map[string]string{module.Writer(): typecheck.Writer})
	for _, test := range []struct{ variable, want string }{
		{"value", "File"}, {"pointer", "File"}, {"twice", ""}, {"batch", "Batch"}, {"alias", "File"},
		{"own", ""}, {"option", ""}, {"failure", ""}, {"number", ""},
	} {
		got := ""
		if k := PendingKindOf(pkg.Object(t, test.variable).Type()); k != nil {
			if got = k.Name; k.Pkg != module.Writer() {
				t.Errorf("%s: got a kind of package %s, want that of the writer", test.variable, k.Pkg)
			}
		}
		if got != test.want {
			t.Errorf("%s: got kind %q, want %q", test.variable, got, test.want)
		}
	}
	if k := PendingKindOf(nil); k != nil {
		t.Errorf("no type: got %+v, want no kind", k)
	}
}

func TestPendingKindMethods(t *testing.T) {
	file, batch, renameio := &PendingKinds[0], &PendingKinds[1], &PendingKinds[2]
	for _, test := range []struct {
		kind   *PendingKind
		method string
		want   bool
	}{
		{file, "Commit", true}, {file, "Close", true}, {file, "Finish", true}, {file, "Write", false}, {file, "", false},
		{batch, "Commit", true}, {batch, "Finish", false}, {batch, "", false},
		{renameio, "CloseAtomicallyReplace", true}, {renameio, "Cleanup", true}, {renameio, "Close", true}, {renameio, "Commit", false},
	} {
		if got := test.kind.Ends(test.method); got != test.want {
			t.Errorf("%s ends %+v: got %t, want %t", test.method, *test.kind, got, test.want)
		}
	}
	for _, test := range []struct {
		kind *PendingKind
		want bool
	}{{file, false}, {batch, true}, {renameio, false}} {
		if got := test.kind.IsBatch(); got != test.want {
			t.Errorf("%+v is a batch: got %t, want %t", *test.kind, got, test.want)
		}
	}
}

func TestPendingPackages(t *testing.T) {
	pkg := typecheck.Source(t, pendings, map[string]string{module.Writer(): typecheck.Writer})
	none := typecheck.Source(t, "package p\n\nimport _ \"os\"\n")
	for _, test := range []struct {
		pkg              *types.Package
		defines, imports bool
	}{
		{pkg.Types, false, true},
		{none.Types, false, false},
		{pkg.Imports[module.Writer()].Types, true, false},
		{types.NewPackage("github.com/google/renameio/v2", "renameio"), true, false},
	} {
		if got := DefinesPending(test.pkg); got != test.defines {
			t.Errorf("%s defines a kind: got %t, want %t", test.pkg, got, test.defines)
		}
		if got := ImportsPending(test.pkg); got != test.imports {
			t.Errorf("%s imports one that does: got %t, want %t", test.pkg, got, test.imports)
		}
	}
	own := typecheck.Path(t, "github.com/google/renameio/v2", "package renameio\n\nimport _ \""+module.Writer()+"\"\n", map[string]string{module.Writer(): typecheck.Writer})
	if ImportsPending(own.Types) {
		t.Error("a package that defines a kind and imports another: got that it is looked at, want that it is not")
	}
}
