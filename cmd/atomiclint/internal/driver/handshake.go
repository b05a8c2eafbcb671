package driver

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
)

// DescribeFlags prints what go vet and go fix want to know of the flags in fs
// that they may hand on (the go command's internal/vet/vetflag.go), which are
// all but those that hidden reports.
func DescribeFlags(w io.Writer, fs *flag.FlagSet, hidden func(name string) bool) error {
	type description struct {
		Name  string
		Bool  bool
		Usage string
	}
	var all []description
	fs.VisitAll(func(f *flag.Flag) {
		if hidden(f.Name) {
			return
		}
		b, ok := f.Value.(interface{ IsBoolFlag() bool })
		all = append(all, description{f.Name, ok && b.IsBoolFlag(), f.Usage})
	})
	data, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", data)
	return err
}

// PrintBuildID prints what the go command keys its cache with: this binary and
// no other has the hash (the go command's method toolID of type Builder).
func PrintBuildID(w io.Writer) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	hash := sha256.New()
	if err := hashSelf(hash); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s version devel comments-go-here buildID=%02x\n", exe, hash.Sum(nil))
	return err
}
