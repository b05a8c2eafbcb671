package rename

import (
	"strings"
	"testing"
)

// TestHistory does one thing with an open file, and lists what is known of it.
func TestHistory(t *testing.T) {
	for _, test := range []struct{ use, want string }{
		{`f.Write(nil)`, `writes by Write, filled`},
		{`f.WriteString("")`, `writes by WriteString, filled`},
		{`f.WriteAt(nil, 0)`, `writes by WriteAt, filled`},
		{`f.ReadFrom(nil)`, `writes by ReadFrom, filled`},
		{`f.Truncate(0)`, `writes by Truncate, filled`},
		{`f.Read(nil)`, ``},
		{`f.Seek(0, 0)`, ``},
		{`f.Stat()`, ``},
		{`f.Name()`, ``},
		{`f.Close()`, `closes by Close`},
		{`f.Sync()`, `syncs by Sync`},
		{`f.Chmod(0)`, `chmods by Chmod`},
		{`defer f.Close()`, `closes by Close`},
		{`func() { f.Close() }()`, `closes by Close`},
		{`_ = f.Write`, ``},
		{`_ = f.Close`, `escapes`},
		{`_ = f.Sync`, `escapes`},
		{`f.Fd()`, ``},
		{`syscall.Write(int(f.Fd()), nil)`, `writes by Write, filled`},
		{`syscall.Pwrite(int(f.Fd()), nil, 0)`, `writes by Pwrite, filled`},
		{`syscall.Sendfile(int(f.Fd()), 0, nil, 0)`, `writes by Sendfile, filled`},
		{`syscall.Read(int(f.Fd()), nil)`, ``},
		{`syscall.Fchmod(int(f.Fd()), 0)`, `chmods by Fchmod`},
		{`syscall.Close(int(f.Fd()))`, `closes by Close`},
		{`syscall.Fsync(int(f.Fd()))`, `syncs by Fsync`},
		{`syscall.Dup(int(f.Fd()))`, `escapes`},
		{`syscall.Dup2(int(f.Fd()), 1)`, `escapes`},
		{`syscall.Dup3(int(f.Fd()), 1, 0)`, `escapes`},
		{`syscall.Fstat(int(f.Fd()), nil)`, ``},
		{`println(f.Fd())`, ``},
		{`g := os.NewFile(f.Fd(), ""); g.Sync(); g.Close()`, `syncs by Sync, closes by Close`},
		{`w := bufio.NewWriter(f); _ = w`, `wrapped`},
		{`w := bufio.NewWriter(f); w.Write(nil)`, `writes by Write, sticky, wrapped, filled`},
		{`w := bufio.NewWriter(f); w.Flush()`, `flushes by Flush, sticky, wrapped, filled`},
		{`w := bufio.NewWriter(f); w.Buffered()`, `wrapped`},
		{`w := bufio.NewWriter(f); lend(w)`, `writes by lend, sticky, wrapped, lent, filled`},
		{`w := bufio.NewWriter(f); io.Copy(w, nil)`, `writes by Copy, sticky, wrapped, filled`},
		{`w := bufio.NewWriter(f); give(w)`, `writes by give, sticky, wrapped, filled`},
		{`w := lib.NewArchive(f); w.Close()`, `flushes by Close, sticky, wrapped, filled`},
		{`w := lib.NewArchive(f); e, _ := w.Create(""); e.Write(nil); w.Close()`, `writes by Create, sticky, writes by Write, flushes by Close, sticky, wrapped, filled`},
		{`w := lib.NewArchive(f); e, _ := w.CreateHeader(""); e.Write(nil)`, `writes by CreateHeader, sticky, writes by Write, wrapped, filled`},
		{`w := lib.NewArchive(f); w.AddFile("")`, `writes by AddFile, sticky, wrapped, filled`},
		{`w := io.MultiWriter(f); w.Write(nil)`, `writes by Write, filled`},
		{`w := json.NewEncoder(f); w.SetIndent("", "")`, ``},
		{`w := json.NewEncoder(f); w.Encode(nil)`, `writes by Encode, filled`},
		{`json.NewDecoder(f).Decode(nil)`, ``},
		{`io.Copy(f, nil)`, `writes by Copy, filled`},
		{`io.Copy(io.Discard, f)`, ``},
		{`fmt.Fprint(f)`, `writes by Fprint, filled`},
		{`fmt.Print(f)`, ``},
		{`bufio.NewReader(f)`, ``},
		{`lib.Take(f)`, `escapes`},
		{`lib.Flush(f)`, `syncs by Flush`},
		{`lib.End(f)`, `closes by End`},
		{`lib.Fill(f)`, `writes by Fill, filled`},
		{`lib.Perm(f)`, `chmods by Perm`},
		{`lib.Shut(f)`, `closes by Shut`},
		{`take(f)`, `escapes`},
		{`syncing(f)`, `writes by syncing, escapes, filled`},
		{`fill(f)`, `writes by fill, filled`},
		{`fsync(f)`, ``},
		{`fsyncDir(f)`, ``},
		{`sums(f)`, `writes by sums, filled`},
		{`count(f)`, `writes by count, filled`},
		{`done(f)`, `closes by done`},
		{`c := exec.Command(""); c.Stdout = f`, `writes by Stdout, filled`},
		{`c := exec.Command(""); c.Stderr = f`, `writes by Stderr, filled`},
		{`c := exec.Command(""); c.Stdin = f`, `escapes`},
		{`_ = lib.T{F: f}`, `escapes`},
		{`Shared = f`, `escapes`},
		{`kept = f`, ``},
		{`t := held{f}; fmt.Fprint(t)`, `writes by Fprint, filled`},
		{`t := held{f}; take2(t)`, ``},
		{`t := held{f}; fmt.Print(t)`, ``},
		{`_ = interface{}(f)`, ``},
		{`_ = []*os.File{f}`, ``},
		{`c := make(chan *os.File, 1); c <- f`, `escapes`},
	} {
		t.Run(test.use, func(t *testing.T) {
			p, pkg := load(t, historyHelpers+"\nfunc save() {\n\tf, _ := os.CreateTemp(\"\", \"\")\n\t"+test.use+"\n}\n")
			h := p.historyOf(&Draft{handles: []handleRef{{call: pkg.Call(t, "os.CreateTemp")}}})
			var got []string
			for _, list := range []struct {
				what   string
				events []event
			}{{"writes", h.writes}, {"syncs", h.syncs}, {"closes", h.closes}, {"chmods", h.chmods}, {"flushes", h.flushes}} {
				for _, ev := range list.events {
					got = append(got, list.what+" by "+ev.name)
					if ev.sticky {
						got = append(got, "sticky")
					}
				}
			}
			for range h.wrappers {
				got = append(got, "wrapped")
			}
			if h.escapes {
				got = append(got, "escapes")
			}
			if h.lent {
				got = append(got, "lent")
			}
			if h.filled() {
				got = append(got, "filled")
			}
			if got := strings.Join(got, ", "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

const historyHelpers = `
var (
	Shared *os.File
	kept   *os.File
	lend   func(*bufio.Writer)
	give   func(io.Writer)
	take   func(*os.File)
	take2  func(held)
	syncing func(interface{ io.Writer; Sync() error })
	fill   func(io.Writer)
	sums   func(io.Writer) (n int, ok bool)
	count  func(io.Writer) tally
	done   func(io.Closer)
)

type tally struct{ n int }

type held struct{ *os.File }

func fsync(*os.File)    {}
func fsyncDir(*os.File) {}
`
