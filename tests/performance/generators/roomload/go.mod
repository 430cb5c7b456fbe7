module roomload

go 1.22
