package knowledge

// Destroys holds functions that take away what cannot be had back.
var Destroys = map[string]bool{
	"(*os.Root).Remove":    true,
	"(*os.Root).RemoveAll": true,
	"(*os.Root).Rename":    true,
	"os.Remove":            true,
	"os.RemoveAll":         true,
	"os.Rename":            true,
	"os.Truncate":          true,
}

// MessagePackages hold functions that put their arguments into texts for
// people.
var MessagePackages = map[string]bool{
	"errors":                     true,
	"fmt":                        true,
	"github.com/go-logr/logr":    true,
	"github.com/pkg/errors":      true,
	"github.com/rs/zerolog":      true,
	"github.com/sirupsen/logrus": true,
	"go.uber.org/zap":            true,
	"k8s.io/klog/v2":             true,
	"log":                        true,
	"log/slog":                   true,
}
