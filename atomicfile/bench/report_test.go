package main

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// exampleReport is one in which the writer number i takes i+1 times as long as
// the bare one.
func exampleReport() *report {
	v := volume{fileSystem: "ext4 <&>", batch: &batchResult{files: 3}}
	for range batchWays() {
		v.batch.times = append(v.batch.times, []time.Duration{time.Second, time.Second})
	}
	for _, g := range guarantees() {
		for _, size := range []int{1 << 10, 1 << 20} {
			r := result{trial: trial{g, true}, size: size}
			for i := range writersOf(g, size) {
				d := time.Duration(i+1) * time.Millisecond
				r.times = append(r.times, []time.Duration{d, d, d})
			}
			v.results = append(v.results, r)
		}
	}
	return &report{command: "go run .", volumes: []volume{v}, allocations: []allocation{{writer: writers()[0]}}}
}

func TestMarkdown(t *testing.T) {
	text := exampleReport().markdown()
	for _, want := range []string{
		"| bare system calls | 1.00 ms | 1.00 ms |",
		"| atomicfile.WriteFile | **2.00** 2.00–2.00 | **3.00** 3.00–3.00 |",
		"| atomicfile.WriteFrom, of a reader | | **6.00** 6.00–6.00 |",
		"| rounds | 3 | 3 |",
		"| atomicfile.Batch | 1.00 s | **1.0** | 1.0–1.0 |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no line %q in\n%s", want, text)
		}
	}
	columns := 0
	for line := range strings.Lines(text) {
		n := strings.Count(line, "|")
		if n > 0 && columns > 0 && n != columns {
			t.Errorf("%q has %d bars, want %d as in the lines above it", line, n, columns)
		}
		columns = n
	}
}

func TestChart(t *testing.T) {
	svg := exampleReport().chart()
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		_, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
	}
	if i := strings.Index(svg, "%!"); i >= 0 {
		t.Errorf("got a verb that could not be formatted: %.40s", svg[i:])
	}
	for _, want := range []string{"1 KiB replaced", "1 MiB replaced", ">atomicfile.WriteFile<", ">2.00<", "ext4 &lt;&amp;&gt;"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %q in\n%s", want, svg)
		}
	}
}

func TestNames(t *testing.T) {
	for size, want := range map[int]string{5: "5 B", 1 << 10: "1 KiB", 64 << 10: "64 KiB", 16 << 20: "16 MiB", 1 << 30: "1 GiB"} {
		if got := sizeName(size); got != want {
			t.Errorf("sizeName(%d) = %q, want %q", size, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		7 * time.Microsecond: "7 µs", 1500 * time.Microsecond: "1.50 ms", 20 * time.Millisecond: "20.0 ms", 3 * time.Second: "3.00 s",
	} {
		if got := timeName(d); got != want {
			t.Errorf("timeName(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestFileSystemIn(t *testing.T) {
	const mountinfo = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
25 22 0:22 / /dev/shm rw,nosuid - tmpfs tmpfs rw,size=1k
26 22 0:23 / /mnt/a\040b rw master:1 - xfs /dev/vdb rw
nonsense
`
	for dir, want := range map[string]string{
		"/tmp": "ext4 (rw,relatime)", "/dev/shm": "tmpfs (rw,nosuid)", "/dev/shm/x": "tmpfs (rw,nosuid)", "/dev/shmx": "ext4 (rw,relatime)",
	} {
		if got := fileSystemIn(mountinfo, dir); got != want {
			t.Errorf("the file system of %s is %q, want %q", dir, got, want)
		}
	}
	if got := fileSystemIn("", "/"); got != "unknown" {
		t.Errorf("without mounts the file system is %q, want unknown", got)
	}
}

// TestRun runs the command on small files.
func TestRun(t *testing.T) {
	out := t.TempDir()
	c := config{dirs: []string{t.TempDir()}, sizes: []int{100}, files: 2, out: out}
	if err := run(c); err != nil {
		t.Fatal(err)
	}
	if got := namesIn(t, out); len(got) != 2 {
		t.Errorf("the results are %q, want README.md and chart.svg", got)
	}
	if got := namesIn(t, c.dirs[0]); len(got) != 0 {
		t.Errorf("%q remained", got)
	}
	if err := run(config{dirs: []string{out + "/absent"}, sizes: []int{1}}); err == nil {
		t.Error("no error for a directory that does not exist")
	}
}

func TestParseSizes(t *testing.T) {
	got, err := parseSizes("1KiB,64KiB,16MiB,1GiB")
	if want := []int{1 << 10, 64 << 10, 16 << 20, 1 << 30}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	for _, list := range []string{"", "64", "KiB", "1KiB,", "-1KiB", "x"} {
		if got, err := parseSizes(list); err == nil {
			t.Errorf("%q: got %v, want an error", list, got)
		}
	}
}
