package knowledge

// An Ending tells how a function ends that never returns.
type Ending uint8

const (
	Panics Ending = iota + 1 // deferred calls run
	Exits                    // the program ends with a failure
)

// NoReturn holds the functions that never return: the standard library says so
// in their documentation, and the loggers say that they call os.Exit.
var NoReturn = map[string]Ending{
	"runtime.Goexit": Panics,

	"log.Fatal":   Exits,
	"log.Fatalf":  Exits,
	"log.Fatalln": Exits,
	"log.Panic":   Panics,
	"log.Panicf":  Panics,
	"log.Panicln": Panics,

	"(*log.Logger).Fatal":   Exits,
	"(*log.Logger).Fatalf":  Exits,
	"(*log.Logger).Fatalln": Exits,
	"(*log.Logger).Panic":   Panics,
	"(*log.Logger).Panicf":  Panics,
	"(*log.Logger).Panicln": Panics,

	"(*testing.common).FailNow": Panics,
	"(*testing.common).Fatal":   Panics,
	"(*testing.common).Fatalf":  Panics,
	"(*testing.common).Skip":    Panics,
	"(*testing.common).SkipNow": Panics,
	"(*testing.common).Skipf":   Panics,
	"(testing.TB).FailNow":      Panics,
	"(testing.TB).Fatal":        Panics,
	"(testing.TB).Fatalf":       Panics,
	"(testing.TB).Skip":         Panics,
	"(testing.TB).SkipNow":      Panics,
	"(testing.TB).Skipf":        Panics,

	"github.com/golang/glog.Fatal":            Exits,
	"github.com/golang/glog.Fatalf":           Exits,
	"github.com/golang/glog.Fatalln":          Exits,
	"github.com/sirupsen/logrus.Fatal":        Exits,
	"github.com/sirupsen/logrus.Fatalf":       Exits,
	"github.com/sirupsen/logrus.Fatalln":      Exits,
	"(*go.uber.org/zap.Logger).Fatal":         Exits,
	"(*go.uber.org/zap.SugaredLogger).Fatal":  Exits,
	"(*go.uber.org/zap.SugaredLogger).Fatalf": Exits,
	"k8s.io/klog/v2.Fatal":                    Exits,
	"k8s.io/klog/v2.Fatalf":                   Exits,
	"k8s.io/klog/v2.Fatalln":                  Exits,
}
