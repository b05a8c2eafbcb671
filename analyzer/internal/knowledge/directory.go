package knowledge

// While the writer has a file open, its directory has one entry more, which
// code that lists the directory does not expect: an archive of a directory
// that leaves itself out by its name would take in its own temporary.

// DirectoryReaders holds the functions of the standard library that list a
// directory, or start what may do so.
var DirectoryReaders = map[string]bool{
	"(*archive/tar.Writer).AddFS":           true,
	"(*archive/zip.Writer).AddFS":           true,
	"(*html/template.Template).ParseFS":     true,
	"(*html/template.Template).ParseGlob":   true,
	"(*os.File).ReadDir":                    true,
	"(*os.File).Readdir":                    true,
	"(*os.File).Readdirnames":               true,
	"(*os.Root).FS":                         true,
	"(*os/exec.Cmd).CombinedOutput":         true,
	"(*os/exec.Cmd).Output":                 true,
	"(*os/exec.Cmd).Run":                    true,
	"(*os/exec.Cmd).Start":                  true,
	"(*text/template.Template).ParseFS":     true,
	"(*text/template.Template).ParseGlob":   true,
	"go/build.Import":                       true,
	"go/build.ImportDir":                    true,
	"go/parser.ParseDir":                    true,
	"golang.org/x/tools/go/packages.Load":   true,
	"html/template.ParseFS":                 true,
	"html/template.ParseGlob":               true,
	"io/fs.Glob":                            true,
	"io/fs.ReadDir":                         true,
	"io/fs.WalkDir":                         true,
	"io/ioutil.ReadDir":                     true,
	"net/http.FileServer":                   true,
	"net/http.FileServerFS":                 true,
	"os.CopyFS":                             true,
	"os.DirFS":                              true,
	"os.ReadDir":                            true,
	"os.StartProcess":                       true,
	"path/filepath.Glob":                    true,
	"path/filepath.Walk":                    true,
	"path/filepath.WalkDir":                 true,
	"syscall.ForkExec":                      true,
	"syscall.Getdents":                      true,
	"syscall.Getdirentries":                 true,
	"syscall.ReadDirent":                    true,
	"syscall.StartProcess":                  true,
	"text/template.ParseFS":                 true,
	"text/template.ParseGlob":               true,
	"golang.org/x/sys/unix.Getdents":        true,
	"golang.org/x/sys/unix.Getdirentries":   true,
	"golang.org/x/sys/unix.ReadDirent":      true,
	"golang.org/x/sys/windows.FindNextFile": true,
}

// ListingNames are the names by which other packages call functions that list
// a directory.
var ListingNames = map[string]bool{
	"AddFS":        true,
	"Glob":         true,
	"ReadDir":      true,
	"Readdir":      true,
	"Readdirnames": true,
	"WalkDir":      true,
}
