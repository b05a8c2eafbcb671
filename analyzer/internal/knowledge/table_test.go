package knowledge

import (
	"bytes"
	"go/token"
	"go/types"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
	"github.com/atomiclint/atomiclint/atomicfile"
	"github.com/atomiclint/atomiclint/internal/module"
)

// functions are the tables whose keys name functions as types.Func.FullName
// does.
var functions = map[string][]string{
	"AbstractSinks":    slices.Collect(maps.Keys(AbstractSinks)),
	"BaseNames":        slices.Collect(maps.Keys(BaseNames)),
	"Copiers":          slices.Collect(maps.Keys(Copiers)),
	"Destroys":         slices.Collect(maps.Keys(Destroys)),
	"DirectoryReaders": slices.Collect(maps.Keys(DirectoryReaders)),
	"LooksFor":         slices.Collect(maps.Keys(LooksFor)),
	"MakesLinks":       slices.Collect(maps.Keys(MakesLinks)),
	"KeepsContent":     slices.Collect(maps.Keys(KeepsContent)),
	"KeepsPath":        slices.Collect(maps.Keys(KeepsPath)),
	"OnlyWriteErrors":  slices.Collect(maps.Keys(OnlyWriteErrors)),
	"Roles":            slices.Collect(maps.Keys(Roles)),
	"Signals":          slices.Collect(maps.Keys(Signals)),
	"SameFile":         slices.Collect(maps.Keys(SameFile)),
	"SameWriteFile":    slices.Collect(maps.Keys(SameWriteFile)),
	"Sinks":            slices.Collect(maps.Keys(Sinks)),
	"StringFlags":      slices.Collect(maps.Keys(StringFlags)),
	"TemporaryFiles":   slices.Collect(maps.Keys(TemporaryFiles)),
	"TemporaryMakers":  slices.Collect(maps.Keys(TemporaryMakers)),
	"Walkers":          slices.Collect(maps.Keys(Walkers)),
	"ComputingFuncs": slices.DeleteFunc(slices.Collect(maps.Keys(ComputingFuncs)), func(name string) bool {
		return types.Universe.Lookup(name) != nil // a builtin
	}),
}

// packages are the tables whose keys name packages.
var packages = map[string][]string{
	"FilePackages":       slices.Collect(maps.Keys(FilePackages)),
	"ComputingPackages":  slices.Collect(maps.Keys(ComputingPackages)),
	"MessagePackages":    slices.Collect(maps.Keys(MessagePackages)),
	"NotAtomic":          NotAtomic,
	"PurePackages":       slices.Collect(maps.Keys(PurePackages)),
	"SinkPackages":       slices.Collect(maps.Keys(SinkPackages)),
	"WriteErrorPackages": slices.Collect(maps.Keys(WriteErrorPackages)),
}

// atHand reports whether the package at path can be had where the tests run:
// it belongs to the standard library, or to a module that this one requires.
func atHand(path string) bool { return IsStd(path) || strings.HasPrefix(path, "golang.org/x/") }

var fullName = regexp.MustCompile(`^(?:\((\*?)(.+)\.(\w+)\)|(.+))\.(\w+)$`)

// split returns the parts of the full name of a function.
func split(t *testing.T, name string) (pointer, pkg, typeName, fn string) {
	t.Helper()
	m := fullName.FindStringSubmatch(name)
	if m == nil {
		t.Fatalf("%q is not the full name of a function", name)
	}
	return m[1], m[2] + m[4], m[3], m[5]
}

// TestFunctions looks for each function of the tables in the package that it is
// said to belong to, for this system or another.
func TestFunctions(t *testing.T) {
	var paths []string
	for _, names := range functions {
		for _, name := range names {
			_, pkg, _, _ := split(t, name)
			if pkg == "net/http" {
				continue // to compile it takes longer than all tests of this package: declaredElsewhere reads it
			}
			if atHand(pkg) && !slices.Contains(paths, pkg) {
				paths = append(paths, pkg)
			}
		}
	}
	exports, err := typecheck.Exports(paths...)
	if err != nil {
		t.Fatal(err)
	}
	imp := typecheck.Importer(token.NewFileSet(), exports)
	for table, names := range functions {
		for _, name := range names {
			_, path, typeName, fn := split(t, name)
			if !atHand(path) {
				continue
			}
			pkg, err := imp.Import(path)
			if err != nil && exports[path] != "" {
				t.Fatal(err)
			}
			if (err != nil || !declares(pkg, name, typeName, fn)) && !declaredElsewhere(t, path, typeName, fn) {
				t.Errorf("%s has %s, which package %s does not declare", table, name, path)
			}
		}
	}
}

// declares reports whether a function of pkg, or a method of one of its types,
// has the full name.
func declares(pkg *types.Package, fullName, typeName, fn string) bool {
	obj := pkg.Scope().Lookup(fn)
	if typeName != "" {
		t := pkg.Scope().Lookup(typeName)
		if t == nil {
			return false
		}
		obj, _, _ = types.LookupFieldOrMethod(t.Type(), true, pkg, fn)
	}
	f, ok := obj.(*types.Func)
	return ok && f.FullName() == fullName
}

// declaredElsewhere reports whether a file of the package declares the
// function, or the method, that this system does not build, that is in no export
// data at hand, or that such data leaves out, as it does with types that are not
// exported.
func declaredElsewhere(t *testing.T, path, typeName, fn string) bool {
	t.Helper()
	out, err := exec.Command("go", "list", "-e", "-f", "{{.Dir}}", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	decl := "\nfunc " + fn + "("
	if typeName != "" {
		decl = typeName + ") " + fn + "("
	}
	return slices.ContainsFunc(files, func(name string) bool {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(src, []byte(decl))
	})
}

func TestPackages(t *testing.T) {
	args := []string{"list", "-e", "-f", "{{if .Dir}}{{.ImportPath}}{{end}}"}
	for _, paths := range packages {
		args = append(args, slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return !atHand(path) })...)
	}
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	have := strings.Fields(string(out))
	for table, paths := range packages {
		for _, path := range paths {
			if atHand(path) && !slices.Contains(have, path) {
				t.Errorf("%s has package %s, which there is not", table, path)
			}
		}
	}
}

// TestArguments compares the indexes of arguments with the parameters.
func TestArguments(t *testing.T) {
	exports, err := typecheck.Exports("os", "io/ioutil", "syscall", "golang.org/x/sys/unix", "path", "path/filepath", "strings", "log", "log/slog",
		"runtime/debug", "runtime/pprof", "runtime/trace")
	if err != nil {
		t.Fatal(err)
	}
	imp := typecheck.Importer(token.NewFileSet(), exports)
	// check compares the type of a parameter, which begins at 0, with the
	// one wanted. No index is -1.
	check := func(table, name string, index int, want string) {
		_, path, typeName, fn := split(t, name)
		if index < 0 || exports[path] == "" {
			return
		}
		pkg, err := imp.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		if !declares(pkg, name, typeName, fn) {
			return // for another system
		}
		obj := pkg.Scope().Lookup(fn)
		if typeName != "" {
			obj, _, _ = types.LookupFieldOrMethod(pkg.Scope().Lookup(typeName).Type(), true, pkg, fn)
		}
		params := obj.(*types.Func).Signature().Params()
		if got := "none"; index >= params.Len() {
			t.Errorf("%s: argument %d of %s: got %s, want %s", table, index, name, got, want)
		} else if got := params.At(index).Type().String(); got != want {
			t.Errorf("%s: argument %d of %s: got %s, want %s", table, index, name, got, want)
		}
	}
	for name, s := range Sinks {
		check("Sinks", name, s.Path, "string")
		check("Sinks", name, s.Data, "[]byte")
		check("Sinks", name, s.Flag, "int")
	}
	for name, i := range KeepsPath {
		check("KeepsPath", name, i, "string")
	}
	for name, roles := range Roles {
		for i, role := range roles {
			if role.MoveTo > 0 {
				check("Roles", name, i, "string")
				check("Roles", name, role.MoveTo-1, "string")
			}
			if role.Removed {
				check("Roles", name, i, "string")
			}
			if role.Stream {
				check("Roles", name, i, map[bool]string{false: "io.Writer", true: "*os.File"}[name == "runtime/debug.SetCrashOutput"])
			}
			if role.Link && role.MoveTo == 0 || role.Stream && !role.Known {
				t.Errorf("Roles of %s: got %+v, want MoveTo with Link, and Known with Stream", name, role)
			}
		}
	}
}

// TestSinks checks that the tables of sinks agree with each other.
func TestSinks(t *testing.T) {
	for name, s := range Sinks {
		_, pkg, _, _ := split(t, name)
		if !SinkPackages[pkg] {
			t.Errorf("SinkPackages lacks %s, the package of %s", pkg, name)
		}
		if (s.Kind == WholeFile) != (s.Data >= 0) {
			t.Errorf("%s: got kind %d with the content in argument %d, want both for a whole file, or none", name, s.Kind, s.Data)
		}
	}
	for pkg := range SinkPackages {
		if !slices.ContainsFunc(functions["Sinks"], func(name string) bool { return strings.Contains(name, pkg+".") }) {
			t.Errorf("SinkPackages has %s, which declares no sink", pkg)
		}
	}
	for name := range SameWriteFile {
		if Sinks[name].Kind != WholeFile {
			t.Errorf("SameWriteFile has %s: got kind %d, want a whole file", name, Sinks[name].Kind)
		}
	}
	for name := range SameFile {
		if _, ok := KeepsPath[name]; !ok && name != "os.Open" {
			t.Errorf("SameFile has %s, which KeepsPath lacks", name)
		}
	}
	for name := range TemporaryFiles {
		if !TemporaryMakers[name] {
			t.Errorf("TemporaryFiles has %s, which TemporaryMakers lacks", name)
		}
	}
}

// TestMethods compares the tables of methods with os.File and the writer's
// File.
func TestMethods(t *testing.T) {
	theirs, ours := reflect.TypeFor[*os.File](), reflect.TypeFor[*atomicfile.File]()
	for table, names := range map[string]map[string]bool{"SequentialMethods": SequentialMethods, "SoleMethods": SoleMethods, "PassiveMethods": PassiveMethods} {
		for name := range names {
			if _, ok := theirs.MethodByName(name); !ok {
				t.Errorf("%s has %s, which os.File lacks", table, name)
			}
		}
	}
	for name := range WriterMethods {
		their, ok := theirs.MethodByName(name)
		our, too := ours.MethodByName(name)
		if !ok || !too {
			t.Errorf("WriterMethods has %s: os.File has it: %t, the writer: %t, want both", name, ok, too)
			continue
		}
		if got, want := withoutReceiver(our), withoutReceiver(their); got != want {
			t.Errorf("WriterMethods has %s: the writer has %v and os.File %v, want the same", name, got, want)
		}
	}
}

// withoutReceiver returns the type of a method as that of a function.
func withoutReceiver(m reflect.Method) reflect.Type {
	var in, out []reflect.Type
	for i := 1; i < m.Type.NumIn(); i++ {
		in = append(in, m.Type.In(i))
	}
	for i := range m.Type.NumOut() {
		out = append(out, m.Type.Out(i))
	}
	return reflect.FuncOf(in, out, m.Type.IsVariadic())
}

// TestPendingKinds looks for the methods of our own kinds.
func TestPendingKinds(t *testing.T) {
	ours := map[string]reflect.Type{"File": reflect.TypeFor[*atomicfile.File](), "Batch": reflect.TypeFor[*atomicfile.Batch]()}
	for _, k := range PendingKinds {
		if k.Pkg != module.Writer() {
			continue
		}
		for _, name := range []string{k.Commit, k.Finish, k.Discard} {
			if _, ok := ours[k.Name].MethodByName(name); !ok && name != "" {
				t.Errorf("%s.%s has no method %s", k.Pkg, k.Name, name)
			}
		}
	}
}

// TestListingNames looks for functions of the standard library that have the
// names.
func TestListingNames(t *testing.T) {
	for name := range ListingNames {
		if !slices.ContainsFunc(functions["DirectoryReaders"], func(full string) bool { return strings.HasSuffix(full, "."+name) }) {
			t.Errorf("ListingNames has %s, which no function of DirectoryReaders is called", name)
		}
	}
}
