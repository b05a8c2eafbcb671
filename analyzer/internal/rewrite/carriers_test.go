package rewrite

import "testing"

// TestReasonStays asks several times why there is no fix, of a function that has
// two reasons.
func TestReasonStays(t *testing.T) {
	for range 20 {
		b := load(t, `
func save(name string, data []byte) {
	f, err := os.Create(name)
	check(err)
	w := bufio.NewWriter(f)
	v := bufio.NewWriter(w)
	for _, fn := range []func(){
		func() { v.Write(data) },
		func() { w.Write(data) },
	} {
		fn()
	}
	w.Flush()
}
`)
		const want = "line 49 may write to f at another time"
		if _, reason := b.fixer.Fix(b.sinkIn(t)); reason != want {
			t.Fatalf("got reason %q, want %q", reason, want)
		}
	}
}
