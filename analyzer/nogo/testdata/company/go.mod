module company

go 1.26.0
