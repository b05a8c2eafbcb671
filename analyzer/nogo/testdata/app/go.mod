module example.com/app

go 1.26.0

require (
	company v0.0.0
	example.com/dep v0.0.0
)

replace (
	company => ../company
	example.com/dep => ../dep
)
