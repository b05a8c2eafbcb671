package trace

import "testing"

var origins = map[origin]string{unset: "unset", Special: "special", Temporary: "temporary", Staging: "staging", Unknown: "unknown", output: "output"}

// declared are the functions and variables that the bodies of TestOrigin use.
const declared = `
type Own struct{ Dir string }

type T struct{ path, tmpPath, dir, workDir, cacheDir string }

var global = "global.txt"
var tmpGlobal string

const constant = "/tmp/constant"

func named(name string) string             { return name + ".txt" }
func either(a, b string) string            { if a == "" { return b }; return a }
func twoResults() (string, error)          { return "/tmp/two", nil }
func passed() (string, error)              { return twoResults() }
func swapped() (error, string)             { return nil, "/tmp/swapped" }
func namedResult() (out string)            { out = "/tmp/named"; return }
func recursive(n string) string            { return recursive(n) }
func bare() (out string)                   { return }
func makeTemp() string                     { f, _ := os.CreateTemp("", ""); return f.Name() }
func move(from, to string)                 { os.Rename(from, to) }
func moveAway(from string)                 { os.Rename(from, from+".bak") }
func orElse(n string) string               { if n == "" { n = "x" }; return n }
func tmpName() string                      { return lib.Name() }
func d1(n string) string                   { return n }
`

// TestOrigin looks at what the path of the last sink of each body names.
func TestOrigin(t *testing.T) {
	for _, test := range []struct{ body, want string }{
		{`os.Create("out.txt")`, "output"},
		{`os.Create("")`, "unset"},
		{`os.Create("/dev/null")`, "special"},
		{`os.Create("/dev/shm/x")`, "temporary"},
		{`os.Create("/tmp/x")`, "temporary"},
		{`os.Create("/tmp")`, "temporary"},
		{`os.Create("/tmpx")`, "output"},
		{`os.Create("NUL")`, "special"},
		{`os.Create("/sys/fs/cgroup/x")`, "special"},
		{`os.Create("x/memory.max")`, "special"},
		{`os.Create(param)`, "unknown"},
		{`os.Create(constant)`, "temporary"},
		{`os.Create(global)`, "output"},
		{`os.Create(tmpGlobal)`, "unknown"},
		{`os.Create(tmpPath)`, "temporary"},
		{`os.Create(t.path)`, "unknown"},
		{`os.Create(t.tmpPath)`, "unknown"}, // the field is never set here, but another may
		{`os.Create(lib.TmpPath)`, "temporary"},
		{`os.Create(lib.Path)`, "unknown"},
		{`os.Create((param))`, "unknown"},
		{`os.Create(param + ".tmp")`, "staging"},
		{`os.Create(param + ".txt")`, "unknown"},
		{`os.Create("/tmp/" + param)`, "temporary"},
		{`os.Create("dir/" + param)`, "output"},
		{`os.Create(os.TempDir() + "/x")`, "temporary"},
		{`os.Create([]string{"/tmp/a", "/tmp/b"}[n])`, "temporary"},
		{`os.Create([]string{"/tmp/a", "b"}[n])`, "output"},
		{`os.Create(map[int]string{0: "/tmp/a"}[n])`, "temporary"},
		{`s := "/tmp/abc"; os.Create(s[:n])`, "temporary"},
		{`p := &tmpPath; os.Create(*p)`, "temporary"},
		{`var v any = "/tmp/a"; os.Create(v.(string))`, "temporary"},
		{`c := make(chan string); os.Create(<-c)`, "unknown"},
		{`os.Create(string([]byte("/tmp/x")))`, "temporary"},
		{`os.Create(min("/tmp/a", makeTemp()))`, "temporary"},
		{`os.Create(min("/tmp/a", global))`, "output"},
		{`os.Create(filepath.Join("/tmp", param))`, "temporary"},
		{`os.Create(filepath.Join("out", param))`, "output"},
		{`os.Create(filepath.Join(param, "x.tmp"))`, "staging"},
		{`os.Create(filepath.Join(param, "x"))`, "unknown"},
		{`os.Create(filepath.Join(param, "cgroup.procs"))`, "special"},
		{`os.Create(filepath.Join("", "/tmp", param))`, "temporary"},
		{`os.Create(filepath.Join())`, "unset"},
		{`os.Create(path.Join("/tmp", param))`, "temporary"},
		{`os.Create(filepath.Clean("/tmp/" + param))`, "temporary"},
		{`os.Create(filepath.Dir("/tmp/" + param))`, "temporary"},
		{`os.Create(fmt.Sprintf("/tmp/%d", n))`, "temporary"},
		{`os.Create(fmt.Sprintf("%s/x", "/tmp/y"))`, "temporary"},
		{`os.Create(fmt.Sprintf("%s.tmp", param))`, "staging"},
		{`os.Create(fmt.Sprintf("x.tmp%d", n))`, "staging"},
		{`os.Create(fmt.Sprintf("x%d", n))`, "output"},
		{`os.Create(fmt.Sprintf("%d"))`, "unknown"},
		{`os.Create(fmt.Sprintf(param, "/tmp/x"))`, "unknown"},
		{`os.Create(fmt.Sprint("/tmp/x"))`, "temporary"},
		{`os.Create(fmt.Sprint())`, "unknown"},
		{`d, _ := os.MkdirTemp("", ""); os.Create(filepath.Join(d, "x"))`, "temporary"},
		{`d := os.TempDir(); for range n { d = filepath.Join(d, param) }; os.Create(filepath.Join(d, "x"))`, "temporary"},
		{`d := "out"; for range n { d = filepath.Join(d, param) }; os.Create(filepath.Join(d, "x"))`, "output"},
		{`os.Create(filepath.Join(new(testing.T).TempDir(), "x"))`, "temporary"},
		{`os.Create(os.Getenv("TMPDIR") + "/x")`, "temporary"},
		{`os.Create(os.Getenv("HOME") + "/x")`, "unknown"},
		{`d, ok := os.LookupEnv("TEMP"); _ = ok; os.Create(d + "/x")`, "temporary"},
		{`f, _ := os.CreateTemp("", ""); os.Create(f.Name())`, "temporary"},
		{`f, _ := os.OpenFile("/tmp/x", os.O_RDWR, 0); os.Create(f.Name())`, "temporary"},
		{`os.Create(makeTemp())`, "temporary"},
		{`d, _ := os.MkdirTemp("", ""); filepath.WalkDir(d, func(at string, _ fs.DirEntry, _ error) error { os.Create(at); return nil })`, "temporary"},
		{`d, _ := os.MkdirTemp("", ""); filepath.Walk(filepath.Join(d, "x"), func(at string, _ fs.FileInfo, _ error) error { os.Create(filepath.Join(at, "y")); return nil })`, "temporary"},
		{`filepath.WalkDir(param, func(at string, _ fs.DirEntry, _ error) error { os.Create(at); return nil })`, "unknown"},
		{`filepath.WalkDir("out", func(at string, _ fs.DirEntry, _ error) error { os.Create(at); return nil })`, "output"},
		{`fs.WalkDir(os.DirFS("/tmp"), ".", func(at string, _ fs.DirEntry, _ error) error { os.Create(at); return nil })`, "unknown"},
		{`os.Create(filepath.Join(*flag.String("cgroup", "/sys/fs/cgroup", ""), param))`, "special"},
		{`os.Create(*flag.String("out", "/tmp/out", ""))`, "unknown"},
		{`v := Own{"/sys/firmware"}; os.Create(filepath.Join(v.Dir, param))`, "special"},
		{`v := Own{"/sys/firmware"}; v.Dir = param; os.Create(filepath.Join(v.Dir, param))`, "unknown"},
		{`v := Own{"/tmp/x"}; os.Create(filepath.Join(v.Dir, param))`, "unknown"},
		{`os.Create(named("/tmp/x"))`, "temporary"},
		{`os.Create(named("x"))`, "output"},
		{`os.Create(named(param))`, "unknown"},
		{`_ = named("y"); os.Create(named("/tmp/x"))`, "temporary"},
		{`os.Create(either("/tmp/x", "/tmp/y"))`, "temporary"},
		{`os.Create(either("/tmp/x", "y"))`, "output"},
		{`v, _ := twoResults(); os.Create(v)`, "temporary"},
		{`v, _ := passed(); os.Create(v)`, "temporary"},
		{`os.Create(namedResult())`, "temporary"},
		{`os.Create(orElse("/tmp/y"))`, "output"},
		{`os.Create(recursive("/tmp/x"))`, "unknown"},
		{`os.Create(bare())`, "unknown"},
		{`os.Create(tmpName())`, "unknown"},
		{`os.Create(d1(d1("/tmp/x")))`, "unknown"},
		{`os.Create(func() string { return "/tmp/x" }())`, "temporary"},
		{`f := []func() string{makeTemp}; os.Create(f[0]())`, "unknown"},
		{`tmpFile := []func() string{makeTemp}[0]; os.Create(tmpFile())`, "temporary"},
		{`os.Create(lib.TempFile())`, "temporary"},
		{`os.Create(lib.Beside("/tmp/x"))`, "temporary"},
		{`os.Create(lib.Beside("x"))`, "output"},
		{`os.Create(lib.Scratch())`, "temporary"},
		{`os.Create(lib.Name())`, "unknown"},
		{`v := "x"; v = "/tmp/x"; os.Create(v)`, "temporary"},
		{`v := "x"; if n > 0 { v = "/tmp/x" }; os.Create(v)`, "output"},
		{`v := "/tmp/y"; for range n { v = v + "z"; os.Create(v) }`, "temporary"},
		{`v := param; v = filepath.Clean(v); os.Create(v)`, "unknown"},
		// What becomes of it.
		{`os.Create("x"); os.Remove("x")`, "temporary"},
		{`os.Create("x"); defer os.Remove("x")`, "temporary"},
		{`os.Remove("x"); os.Create("x")`, "output"},
		{`os.Create("x"); if n > 0 { os.Remove("x") }`, "output"},
		{`if n > 0 { os.Create("x"); panic(n) }; os.Remove("x")`, "output"},
		{`os.Create("d/x"); os.RemoveAll("d")`, "temporary"},
		{`os.Create("dx/x"); os.RemoveAll("d")`, "output"},
		{`os.Create(param); os.Remove(param)`, "temporary"},
		{`os.Create(param); lib.Clean(param)`, "temporary"},
		{`os.Create(param); os.Rename(param, "out")`, "staging"},
		{`os.Rename(param, "out"); os.Create(param)`, "unknown"},
		{`os.Create(param); os.Rename(param, param+".old")`, "unknown"},
		{`os.Create(param); os.Rename(param, "x.bak")`, "unknown"},
		{`os.Create(param); os.Link(param, "x")`, "unknown"},
		{`os.Create(param); os.Link(param, "x"); os.Remove(param)`, "staging"},
		{`os.Create(param); b := param + "x"; os.Rename(param, b)`, "unknown"},
		{`os.Create(param); b := fmt.Sprintf("%s.%d", param, n); os.Rename(param, b)`, "unknown"},
		{`os.Create(param); os.Rename(param, filepath.Join("d", param+"x"))`, "unknown"},
		{`os.Create(param); os.Rename(param, "x"); os.Remove("x")`, "unknown"},
		{`os.Create(param); os.Rename(param, fmt.Sprintf("%s.1", param+"-"))`, "unknown"},
		{`os.Create(param); os.Rename(param, fmt.Sprintf("%s.x", param+"-"))`, "unknown"},
		{`os.Create(param); os.Rename(param, fmt.Sprintf("%d", n))`, "staging"},
		{`os.Create(param); os.Rename(param, fmt.Sprintf("old"))`, "staging"},
		{`backup := "x"; os.Create(param); os.Rename(param, backup)`, "unknown"},
		{`os.Create("a"); os.Rename("a", "out")`, "staging"},
		{`v := param + "x"; os.Create(v); os.Rename(param+"x", "out")`, "staging"},
		{`v := param + "x"; os.Create(v); os.Rename(param+"y", "out")`, "unknown"},
		{`v := named(param); os.Create(v); os.Rename(named(param), "out")`, "staging"},
		{`v := param; os.Create(v); move(v, "out")`, "staging"},
		{`v := param; os.Create(v); lib.Move(v, "out")`, "staging"},
		{`v := param; os.Create(v); moveAway(v)`, "unknown"},
		{`os.Remove(param); os.Create(param + ".reply")`, "temporary"},
		{`os.RemoveAll(param); os.Create(param + ".reply")`, "unknown"},
		{`os.Create(filepath.Join(t.workDir, "x")); os.Rename(t.workDir, "out")`, "staging"},
		{`os.Create(t.workDir + "/x"); os.Rename(t.workDir, "out")`, "staging"},
		{`os.Create(t.workDir + "/" + param); os.Rename(t.workDir, "out")`, "staging"},
		{`os.Create(fmt.Sprintf("%s/x", t.workDir)); os.Rename(t.workDir, "out")`, "staging"},
		{`os.Create(fmt.Sprintf("%sx", t.workDir)); os.Rename(t.workDir, "out")`, "unknown"},
		{`t.cacheDir = "cache"; os.Create(filepath.Join(t.cacheDir, "x")); os.Rename(t.cacheDir, "out")`, "output"},
		{`os.Create(filepath.Join(global, "x")); os.Rename(global, "out")`, "output"},
		{`os.Create(t.workDir + "x"); os.Rename(t.workDir, "out")`, "unknown"},
		{`os.Create(filepath.Join(t.cacheDir, "x")); os.Rename(t.cacheDir, "out")`, "unknown"},
		{`atomicfile.WritePath(param, func(p string) error { _, err := os.Create(p); return err })`, "staging"},
		{`r, _ := os.OpenRoot("/tmp/x"); r.Create("y")`, "temporary"},
		{`r, _ := os.OpenRoot("x"); r.Create("y")`, "output"},
		{`r, _ := os.OpenRoot("x"); r.Create("/tmp/y")`, "temporary"},
		{`os.Create(fmt.Sprintf("%s%s", "/tmp/", param))`, "temporary"},
		{`os.Create(fmt.Sprintf("%s/%s", param, "x.tmp"))`, "unknown"},
		{`os.Create(fmt.Sprintf("out/%s", "/tmp/x"))`, "output"},
		{`os.Create(fmt.Sprintf("%s/%s", "/tmp", param))`, "temporary"},
		{`os.Create(fmt.Sprint("/tmp/", n))`, "temporary"},
		{`os.Create(filepath.Join(os.TempDir()))`, "temporary"},
		{`os.Create(os.TempDir())`, "temporary"},
		{`os.Create(named(named("/tmp/x")))`, "unknown"},
		{`v, w := "x", "/tmp/y"; _ = v; os.Create(w)`, "temporary"},
		{`d, f := filepath.Split("/tmp/x/y"); _ = d; os.Create(f)`, "unknown"},
		{`d, f := filepath.Split("/tmp/x/y"); _ = f; os.Create(d + "z")`, "unknown"},
		{`os.Create(filepath.Base("/tmp/x"))`, "unknown"},
		{`os.Create(strings.TrimSuffix("/tmp/x.txt", ".txt"))`, "temporary"},
		{`os.Create(strings.ToLower("/tmp/X"))`, "temporary"},
		{`os.Create(strings.Replace("/tmp/x", "x", "y", 1))`, "temporary"},
		{`os.Create(either(param, "/tmp/x"))`, "unknown"},
		{`x := T{path: "/tmp/x"}; os.Create(x.path)`, "temporary"},
		{`x := T{}; x.path = "/tmp/x"; os.Create(x.path)`, "temporary"},
		{`x := T{"/tmp/a", "", "", "", ""}; os.Create(x.path)`, "temporary"},
		{`x := struct{ p string }{"/tmp/x"}; os.Create(x.p)`, "temporary"},
		{`for _, v := range []string{"/tmp/a", "/tmp/b"} { os.Create(v) }`, "temporary"},
		{`for _, v := range []string{"/tmp/a", "b"} { os.Create(v) }`, "output"},
		{`for k := range map[string]int{"/tmp/a": 1} { os.Create(k) }`, "unknown"},
		{`v := [2]string{"/tmp/a", "/tmp/b"}; os.Create(v[n])`, "temporary"},
		{`var v []string; v = append(v, "/tmp/x"); os.Create(v[0])`, "temporary"},
		{`os.Create(os.Args[1])`, "unknown"},
		{`write := func(p string) { os.Create(p) }; write("/tmp/x"); write("/tmp/y")`, "temporary"},
		{`write := func(p string) { os.Create(p) }; write("/tmp/x"); write("y")`, "output"},
		{`func(p string) { os.Create(p) }("/tmp/x")`, "temporary"},
		{`os.Create("x"); os.Rename("x", "x.old"); os.Remove("x.old")`, "output"},
		{`os.Create("x"); os.Rename("y", "z")`, "output"},
		{`v := "x.part"; os.Create(v); if n > 0 { os.Rename(v, param) }`, "staging"},
		{`v := "x"; os.Create(v); if n > 0 { os.Remove(v); return }; os.Rename(v, param)`, "staging"},
		{`v := "x"; os.Create(v); for range n { os.Remove(v) }`, "output"},
		{`os.Create("x"); defer func() { os.Remove("x") }()`, "temporary"},
		{`os.Create("x"); os.RemoveAll("x")`, "temporary"},
		{`os.Create("d/x"); os.RemoveAll("d/y")`, "output"},
		{`os.Create("d/e/x"); os.RemoveAll("d")`, "temporary"},
		{`os.Create(filepath.Join(param, "x")); os.RemoveAll(param)`, "temporary"},
		{`os.Create(param + "/x"); os.RemoveAll(param)`, "temporary"},
		{`os.Create(param + "x"); os.RemoveAll(param)`, "unknown"},
		{`os.Create(param + "a" + t.path); os.Rename(param+"a", "out")`, "unknown"},
		{`os.Create(param + "a/" + t.path); os.Rename(param+"a/", "out")`, "staging"},
		{`d := "w"; if n > 0 { d = "y" }; os.Create(filepath.Join(d, "x")); os.Rename(d, "out")`, "staging"},
		{`t.cacheDir = param + ".part"; os.Create(filepath.Join(t.cacheDir, "x")); os.Rename(t.cacheDir, "out")`, "staging"},
		{`t.cacheDir = param + "/staging"; os.Create(filepath.Join(t.cacheDir, "x")); os.Rename(t.cacheDir, "out")`, "staging"},
		{`v := param + "x"; os.Remove(param + "x"); os.Create(v)`, "unknown"},
		{`_, v := swapped(); os.Create(v)`, "temporary"},
		{`os.Create("x"); os.Rename("x", "y"); os.Rename("y", "x")`, "output"},
		{`t.path = param; os.Create(t.path); os.Rename(t.path, param+"x")`, "unknown"},
		// In which directory it is done.
		{`os.Chdir(os.TempDir()); os.Create("x")`, "temporary"},
		{`os.Chdir(os.TempDir()); os.Create("/x")`, "output"},
		{`os.Chdir(param); os.Create("x")`, "output"},
		{`os.Create("x"); os.Chdir(os.TempDir())`, "output"},
		{`os.Chdir(os.TempDir()); os.Chdir(param); os.Create("x")`, "output"},
		{`os.Chdir(param); os.Chdir(os.TempDir()); os.Create("x")`, "temporary"},
		{`defer os.Chdir(os.TempDir()); os.Create("x")`, "output"},
		{`v := filepath.Join(param, "x"); os.Create(v); os.Remove(v)`, "temporary"},
		{`os.WriteFile(param, []byte(strings.ToLower("x")), 0); os.Remove(param)`, "temporary"},
		{`os.WriteFile(param, fmt.Append(nil, os.Getpid()), 0); os.Remove(param)`, "unknown"},
		{`pid := os.Getpid(); os.WriteFile(param, fmt.Append(nil, pid), 0); os.Remove(param)`, "unknown"},
		{`for range n { os.Create(param); os.Rename(param, "out") }`, "staging"},
		{`for n := range n { os.Create(fmt.Sprintf("%s%d", param, n)); os.Rename(fmt.Sprintf("%s%d", param, n), fmt.Sprintf("%s%d", param, n+1)) }`, "unknown"},
		{`v := filepath.Join(param, "x"); os.Create(v); os.Remove(filepath.Join(param, "x"))`, "temporary"},
		{`v := filepath.Join(param, "x"); os.Create(v); os.Remove(filepath.Join(param, "y"))`, "unknown"},
		{`var v string; if n > 0 { v = "/tmp/a" } else { v = "/tmp/b" }; os.Create(v)`, "temporary"},
		{`v := ""; if n > 0 { v = "/tmp/a" }; os.Create(v)`, "temporary"},
		{`p := &T{}; p.tmpPath = "/tmp/x"; os.Create(p.tmpPath)`, "temporary"},
	} {
		s, _ := load(t, declared+"\nfunc user(param, tmpPath string, t *T, n int) { "+test.body+" }\n")
		if got := origins[s.origin(sink(t, s, "user"))]; got != test.want {
			t.Errorf("%s: got %s, want %s", test.body, got, test.want)
		}
	}
}

// TestOriginElsewhere looks at paths that other functions of the package use.
func TestOriginElsewhere(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{`func user(p string) { os.Create(p) }; func caller() { user("/tmp/x") }`, "temporary"},
		{`func user(p string) { os.Create(p) }; func caller() { user("/tmp/x"); user("y") }`, "output"},
		{`func User(p string) { os.Create(p) }; func caller() { User("/tmp/x") }`, "unknown"},
		{`func user(p string) { p = "/tmp/x" + p; os.Create(p) }`, "temporary"},
		{`func user(p string) { os.Create(p) }; func caller(q string) { user(q); os.Rename(q, "out") }`, "staging"},
		{`type T struct{ p string }; func user(t T) { os.Create(t.p) }; func set() T { return T{"/tmp/x"} }`, "temporary"},
		{`type T struct{ p string }; func user(t T) { os.Create(t.p) }; func move(t T) { os.Rename(t.p, "out") }`, "staging"},
		{`type T struct{ p string }; func user(t T) { os.Create(t.p + "x") }; func move(t T) { os.Rename(t.p+"x", "out") }`, "staging"},
		{`type T struct{ p string }; func (t T) name() string { return t.p }; func user(t T) { os.Create(t.name()) }; func move(t T) { os.Rename(t.name(), "out") }`, "staging"},
		{`func user() { os.Create("a") }; func move() { os.Rename("a", "out") }`, "staging"},
		{`func user() { os.Create("a") }; func move() { os.Rename("b", "out") }`, "output"},
		{`func user() { os.Create(lib.Name() + "x") }; func move() { os.Rename(lib.Name()+"x", "out") }`, "unknown"},
		{`func user() { os.Create("a") }; func move() { os.Rename("a", "a.bak") }`, "output"},
		{`var p = "x"; func user() { os.Create(p) }; func move() { os.Rename(p, "out") }`, "staging"},
		{`func user(a ...string) { os.Create(a[0]) }; func caller() { user("/tmp/a", "/tmp/b") }`, "temporary"},
		{`func user() { for _, p := range []string{"/tmp/a"} { os.Create(p) } }`, "temporary"},
	} {
		s, _ := load(t, test.src+"\n")
		name := "user"
		if test.src[5] == 'U' {
			name = "User"
		}
		if got := origins[s.origin(sink(t, s, name))]; got != test.want {
			t.Errorf("%s: got %s, want %s", test.src, got, test.want)
		}
	}
	for path, want := range map[string]string{"example.com/cgroups": "special", "example.com/p": "unknown"} {
		s, _ := loadPath(t, path, "func user(p string) { os.Create(p) }\n")
		if got := origins[s.origin(sink(t, s, "user"))]; got != want {
			t.Errorf("package %s: got %s, want %s", path, got, want)
		}
	}
}

func TestWorse(t *testing.T) {
	order := []origin{unset, Special, Temporary, Staging, Unknown, output}
	for i, a := range order {
		for j, b := range order {
			if got, want := worse(a, b), order[max(i, j)]; got != want {
				t.Errorf("the worse of %s and %s: got %s, want %s", origins[a], origins[b], origins[got], origins[want])
			}
		}
		if got, want := a.harmless(), i >= 1 && i <= 3; got != want {
			t.Errorf("%s is harmless: got %t, want %t", origins[a], got, want)
		}
	}
}
