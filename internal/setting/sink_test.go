package setting

import "testing"

// TestParseSink checks the parts of a sink; TestSettings of the analyzer has
// those that make no sense.
func TestParseSink(t *testing.T) {
	for _, test := range []struct {
		item string
		want Sink
	}{
		{"os.Create", Sink{"os.Create", "os", "", "Create", 0}},
		{"example.com/fsx.Save:1", Sink{"example.com/fsx.Save", "example.com/fsx", "", "Save", 1}},
		{"gopkg.in/x.v2/y.Save", Sink{"gopkg.in/x.v2/y.Save", "gopkg.in/x.v2/y", "", "Save", 0}},
		{"(*example.com/fsx.Dir).Put:2", Sink{"(*example.com/fsx.Dir).Put", "example.com/fsx", "Dir", "Put", 2}},
		{"(example.com/fsx.FS).Put", Sink{"(example.com/fsx.FS).Put", "example.com/fsx", "FS", "Put", 0}},
	} {
		if got, err := ParseSink(test.item); err != nil || got != test.want {
			t.Errorf("ParseSink(%q) = %+v, %v, want %+v", test.item, got, err, test.want)
		}
	}
}
