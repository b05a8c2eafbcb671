package knowledge

// OnlyWriteErrors holds functions that fail only if writing does.
var OnlyWriteErrors = map[string]bool{
	"(*bytes.Buffer).WriteTo":          true,
	"(*bytes.Reader).WriteTo":          true,
	"(*encoding/csv.Writer).Write":     true, // or for a delimiter that is none
	"(*encoding/csv.Writer).WriteAll":  true,
	"(*runtime/pprof.Profile).WriteTo": true,
	"(*strings.Reader).WriteTo":        true,
	"(*strings.Replacer).WriteString":  true,
	"encoding/pem.Encode":              true, // or for a header with a colon in its name
	"fmt.Fprint":                       true,
	"fmt.Fprintf":                      true,
	"fmt.Fprintln":                     true,
	"io.WriteString":                   true,
	"runtime/pprof.WriteHeapProfile":   true,
}

// WriteErrorPackages holds packages whose writers fail only if the writer
// below them does, but for misuse that shows the first time.
var WriteErrorPackages = map[string]bool{
	"archive/tar":      true,
	"archive/zip":      true,
	"bufio":            true,
	"compress/bzip2":   true,
	"compress/flate":   true,
	"compress/gzip":    true,
	"compress/lzw":     true,
	"compress/zlib":    true,
	"encoding/ascii85": true,
	"encoding/base32":  true,
	"encoding/base64":  true,
	"encoding/hex":     true,
	"text/tabwriter":   true,
}

// ReadsToWrite holds the names of methods of such packages that read what they
// write, and so fail if that cannot be read, too.
var ReadsToWrite = map[string]bool{
	"AddFS":    true,
	"Copy":     true,
	"ReadFrom": true,
	"WriteTo":  true, // of bufio.Reader
}
