package atomicfile_test

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// inTempDir changes to a new directory for an example, and returns the way
// back.
func inTempDir() (leave func()) {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	old, err := os.Getwd()
	if err != nil {
		log.Fatal(err)
	}
	if err := os.Chdir(dir); err != nil {
		log.Fatal(err)
	}
	return func() {
		os.Chdir(old)
		os.RemoveAll(dir)
	}
}

func show(name string) {
	data, err := os.ReadFile(name)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %s\n", name, data)
}

func ExampleWriteFile() {
	defer inTempDir()()

	if err := atomicfile.WriteFile("config.json", []byte(`{"debug": true}`), 0o644); err != nil {
		log.Fatal(err)
	}
	show("config.json")
	// Output: config.json: {"debug": true}
}

func ExampleCreate() {
	defer inTempDir()()

	save := func(name string, lines []string) error {
		f, err := atomicfile.Create(name)
		if err != nil {
			return err
		}
		defer f.Close() // discards what was not committed
		w := bufio.NewWriter(f)
		for _, line := range lines {
			fmt.Fprintln(w, line)
		}
		if err := w.Flush(); err != nil {
			return err
		}
		return f.Commit()
	}
	if err := save("list", []string{"one", "two"}); err != nil {
		log.Fatal(err)
	}
	show("list")
	// Output:
	// list: one
	// two
}

// Deferred after Finish, the Close of the compressor runs before it. Its
// error need not be checked: if it could not write, nothing is published.
func ExampleFile_Finish() {
	defer inTempDir()()

	save := func(name, text string) (err error) {
		f, err := atomicfile.Create(name)
		if err != nil {
			return err
		}
		defer f.Finish(&err)
		zw := gzip.NewWriter(f)
		defer zw.Close()
		if text == "" {
			return errors.New("nothing to save")
		}
		_, err = io.WriteString(zw, text)
		return err
	}
	fmt.Println(save("out.gz", "text"))
	fmt.Println(save("out.gz", ""))
	info, err := os.Stat("out.gz")
	fmt.Println(info.Size() > 0, err)
	// Output:
	// <nil>
	// nothing to save
	// true <nil>
}

func ExampleWrite() {
	defer inTempDir()()

	err := atomicfile.Write("greeting", func(f *atomicfile.File) error {
		_, err := fmt.Fprint(f, "hello")
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	show("greeting")
	// Output: greeting: hello
}

func ExampleWriteFrom() {
	defer inTempDir()()

	body := strings.NewReader("downloaded") // of an HTTP response, say
	n, err := atomicfile.WriteFrom("page.html", body)
	fmt.Println(n, err)
	show("page.html")
	// Output:
	// 10 <nil>
	// page.html: downloaded
}

// For a child process or a library that wants a path.
func ExampleWritePath() {
	defer inTempDir()()

	err := atomicfile.WritePath("plot.svg", func(tmp string) error {
		fmt.Println("drawing to", filepath.Base(tmp)) // exec.Command("plot", "-o", tmp).Run()
		return os.WriteFile(tmp, []byte("<svg/>"), 0o644)
	})
	if err != nil {
		log.Fatal(err)
	}
	show("plot.svg")
	// Output:
	// drawing to plot.atomic.tmp.svg
	// plot.svg: <svg/>
}

func ExampleRename() {
	defer inTempDir()()
	// Something else has written the file, under a name that nobody reads.
	if err := os.WriteFile("model.bin.part", []byte("weights"), 0o644); err != nil {
		log.Fatal(err)
	}
	if err := atomicfile.Rename("model.bin.part", "model.bin"); err != nil {
		log.Fatal(err)
	}
	show("model.bin")
	// Output: model.bin: weights
}

func ExampleBatch() {
	defer inTempDir()()

	var b atomicfile.Batch
	defer b.Close() // discards what was not committed
	for _, name := range []string{"a", "b", "c"} {
		if err := b.WriteFile(name, []byte("part "+name), 0o644); err != nil {
			log.Fatal(err)
		}
	}
	if err := b.Commit(); err != nil {
		log.Fatal(err)
	}
	show("b")
	// Output: b: part b
}

// "If the output exists, it is done" without a race.
func ExampleNoReplace() {
	defer inTempDir()()

	step := func(name string) error {
		f, err := atomicfile.Create(name, atomicfile.NoReplace())
		if errors.Is(err, fs.ErrExist) {
			fmt.Println(name, "is done, or being done")
			return nil
		}
		if err != nil {
			return err
		}
		defer f.Close()
		fmt.Fprint(f, "result")
		return f.Commit()
	}
	fmt.Println(step("out"))
	fmt.Println(step("out"))
	// Output:
	// <nil>
	// out is done, or being done
	// <nil>
}

func ExampleIn() {
	defer inTempDir()()

	root, err := os.OpenRoot(".")
	if err != nil {
		log.Fatal(err)
	}
	defer root.Close()
	_, err = atomicfile.Create("../secret", atomicfile.In(root))
	fmt.Println(err)
	// Output: open ../secret: path escapes from parent
}

func ExampleConcurrent() {
	defer inTempDir()()

	f, err := atomicfile.Create("out")
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	_, err = atomicfile.Create("out") // atomicfile.ErrInProgress, which is
	fmt.Println(errors.Is(err, fs.ErrExist))
	g, err := atomicfile.Create("out", atomicfile.Concurrent())
	if err != nil {
		log.Fatal(err)
	}
	defer g.Close()
	fmt.Fprint(g, "second")
	fmt.Println(g.Commit())
	show("out")
	// Output:
	// true
	// <nil>
	// out: second
}

// A cache need not survive a power cut, but must never be half there.
func ExampleWithSync() {
	defer inTempDir()()

	_, err := atomicfile.WriteFrom("cache", strings.NewReader("cached"), atomicfile.WithSync(atomicfile.SyncNone))
	if err != nil {
		log.Fatal(err)
	}
	show("cache")
	// Output: cache: cached
}

// A file that is mounted into a container by itself cannot be replaced.
func ExampleInPlace() {
	defer inTempDir()()

	err := atomicfile.Write("resolv.conf", func(f *atomicfile.File) error {
		_, err := fmt.Fprint(f, "nameserver 192.0.2.1")
		return err
	}, atomicfile.InPlace())
	if err != nil {
		log.Fatal(err)
	}
	show("resolv.conf")
	// Output: resolv.conf: nameserver 192.0.2.1
}
