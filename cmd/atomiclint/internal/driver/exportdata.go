package driver

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"os"

	"golang.org/x/tools/go/gcexportdata"
)

// maxExportVersion is the newest version of a compiler's export data that
// gcexportdata reads. It does not tell by itself before it has read all.
const maxExportVersion = 5

// readExportFile reads the package with the path from a file that a compiler
// wrote. What it refers to is looked for in imports, and added there.
func readExportFile(file string, fset *token.FileSet, imports map[string]*types.Package, path string) (*types.Package, error) {
	f, r, err := openExportFile(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return gcexportdata.Read(r, fset, imports, path)
}

// openExportFile opens a file that a compiler wrote, and finds the export data
// in it.
func openExportFile(file string) (*os.File, io.Reader, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, err
	}
	//lint:ignore SA1019 the go command hands out archives; gcexportdata.Read says to find the data in them so
	r, err := gcexportdata.NewReader(f)
	if err != nil {
		f.Close()
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	return f, r, nil
}

// readable reports whether the file has export data of a known version. All
// files of a run come from one compiler, so that one tells of all.
func readable(file string) bool {
	f, r, err := openExportFile(file)
	if err != nil {
		return false
	}
	defer f.Close()
	header := make([]byte, 5)
	if _, err := io.ReadFull(r, header); err != nil {
		return false
	}
	return header[0] == 'i' || header[0] == 'u' && binary.LittleEndian.Uint32(header[1:]) <= maxExportVersion
}

// readTypes reads the package with the path from what the analysis of it has
// left; see vetx.
func readTypes(data []byte, fset *token.FileSet, imports map[string]*types.Package, path string) (*types.Package, error) {
	return gcexportdata.Read(bytes.NewReader(data), fset, imports, path)
}
