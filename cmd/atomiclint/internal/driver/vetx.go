package driver

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"
)

// A vetx is the file in which the go command keeps what the analysis of a
// package found out for that of its importers. To the go command it is bytes.
// An empty file says that there is nothing to know.
type vetx struct {
	// Types is export data, for a go command that has none. From Go 1.28 on it
	// may not run the compiler for vet any more (https://go.dev/issue/79454).
	Types []byte

	// Facts are about the package and all that it depends on, sorted by path,
	// so that the same input makes the same bytes, which the go command hashes.
	Facts []packageFact
}

// A packageFact is a fact about the package with the import path.
type packageFact struct {
	Path string
	Gob  []byte // encoded, as it is handed on more often than it is looked at
}

func readVetx(file string) (*vetx, error) {
	data, err := os.ReadFile(file)
	if err != nil || len(data) == 0 {
		return new(vetx), err
	}
	x := new(vetx)
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(x); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return x, nil
}

func (x *vetx) write(file string) error {
	if file == "" {
		return nil
	}
	var out bytes.Buffer
	if len(x.Types) > 0 || len(x.Facts) > 0 {
		if err := gob.NewEncoder(&out).Encode(x); err != nil {
			return err
		}
	}
	//atomiclint:ignore the go command made the name for this process alone, and copies the file into its cache
	return os.WriteFile(file, out.Bytes(), 0o666)
}

// vetFacts is what a package may know about others.
type vetFacts struct {
	types map[string][]byte // export data of packages that it imports, by path
	facts []packageFact     // sorted by path
}

// readFacts reads the files of the packages that are imported, which are named
// by path.
func readFacts(files map[string]string) (*vetFacts, error) {
	f := &vetFacts{types: make(map[string][]byte)}
	for path, file := range files {
		x, err := readVetx(file)
		if err != nil {
			return nil, err
		}
		if len(x.Types) > 0 {
			f.types[path] = x.Types
		}
		f.facts = append(f.facts, x.Facts...)
	}
	f.sort()
	return f, nil
}

// sort orders the facts, and leaves one of those that came by several ways.
func (f *vetFacts) sort() {
	slices.SortFunc(f.facts, func(a, b packageFact) int {
		if c := strings.Compare(a.Path, b.Path); c != 0 {
			return c
		}
		return bytes.Compare(a.Gob, b.Gob)
	})
	f.facts = slices.CompactFunc(f.facts, func(a, b packageFact) bool { return a.Path == b.Path && bytes.Equal(a.Gob, b.Gob) })
}

// find returns the index of the first fact about the package with the path.
func (f *vetFacts) find(path string) (int, bool) {
	return slices.BinarySearchFunc(f.facts, path, func(p packageFact, path string) int { return strings.Compare(p.Path, path) })
}

// about reports whether there is a fact about the package with the path.
func (f *vetFacts) about(path string) bool {
	_, found := f.find(path)
	return found
}

// get copies the fact about the package with the path to ptr.
func (f *vetFacts) get(path string, ptr analysis.Fact) bool {
	i, _ := f.find(path)
	for ; i < len(f.facts) && f.facts[i].Path == path; i++ {
		gob.Register(ptr)
		var fact analysis.Fact
		if err := gob.NewDecoder(bytes.NewReader(f.facts[i].Gob)).Decode(&fact); err != nil {
			continue // of a type that this analyzer does not ask for
		}
		if reflect.TypeOf(fact) == reflect.TypeOf(ptr) {
			reflect.ValueOf(ptr).Elem().Set(reflect.ValueOf(fact).Elem())
			return true
		}
	}
	return false
}

// add adds facts about the package with the path.
func (f *vetFacts) add(path string, facts []analysis.Fact) error {
	for _, fact := range facts {
		gob.Register(fact)
		var out bytes.Buffer
		if err := gob.NewEncoder(&out).Encode(&fact); err != nil {
			return err
		}
		f.facts = append(f.facts, packageFact{path, out.Bytes()})
	}
	f.sort()
	return nil
}

// write writes the file for the importers of pkg.
func (f *vetFacts) write(u *Unit, pkg *packages.Package) error {
	x := &vetx{Facts: f.facts}
	if len(u.PackageFile) == 0 {
		var out bytes.Buffer
		if err := gcexportdata.Write(&out, pkg.Fset, pkg.Types); err != nil {
			return err
		}
		x.Types = out.Bytes()
	}
	return x.write(u.VetxOutput)
}
