# Checks Aero Guest Tools media and what setup.cmd has set up, and writes a report.
#
# For Windows PowerShell 2.0, which is part of Windows 7: no ConvertFrom-Json, Get-FileHash,
# Get-CimInstance, [PSCustomObject], -in or ::new(), and @() around whatever is counted or
# enumerated, since a single value has no Count there. A function that returns an array returns it
# as ", $array", so that it stays one; its result goes to a variable before @() is put around it.

param([string]$ReportDirectory = '')

$ErrorActionPreference = 'Stop'

$mediaDirectory = Split-Path -Parent $MyInvocation.MyCommand.Path
$stateDirectory = [System.IO.Path]::Combine($env:SystemDrive + '\', 'AeroGuestTools')

# A 32-bit PowerShell on 64-bit Windows sees the 64-bit files under Sysnative only.
$system32 = [System.IO.Path]::Combine($env:SystemRoot, 'System32')
$machine = $env:PROCESSOR_ARCHITECTURE
if ($env:PROCESSOR_ARCHITEW6432) {
    $system32 = [System.IO.Path]::Combine($env:SystemRoot, 'Sysnative')
    $machine = $env:PROCESSOR_ARCHITEW6432
}
$architecture = 'x86'
if ($machine -eq 'AMD64') { $architecture = 'amd64' }

$servicesKey = 'HKLM:\SYSTEM\CurrentControlSet\Services'
$criticalDevicesKey = 'HKLM:\SYSTEM\CurrentControlSet\Control\CriticalDeviceDatabase'

# UTC, in the form of ISO 8601; the format "s" is the same in every culture.
$script:time = [DateTime]::UtcNow.ToString('s') + 'Z'

# The checks made so far: objects with Status (PASS, WARN, FAIL or INFO), Title and Details.
$script:checks = @()

function Add-Check([string]$status, [string]$title, [string[]]$details = @()) {
    $check = New-Object PSObject -Property @{ Status = $status; Title = $title; Details = $details }
    $script:checks += $check
}

# ---------------------------------------------------------------------------------------------
# Reading

# The JSON value in a file: objects are dictionaries, arrays are object[].
function Read-Json([string]$path) {
    Add-Type -AssemblyName System.Web.Extensions
    $serializer = New-Object System.Web.Script.Serialization.JavaScriptSerializer
    $serializer.MaxJsonLength = [int]::MaxValue
    $text = [System.IO.File]::ReadAllText($path)
    return , $serializer.DeserializeObject($text)
}

# A property of a JSON object by its path, as 'package.version'; $null where there is none.
function Get-JsonProperty($value, [string]$path) {
    foreach ($name in $path.Split('.')) {
        if (-not ($value -is [System.Collections.IDictionary])) { return $null }
        if (-not $value.ContainsKey($name)) { return $null }
        $value = $value[$name]
    }
    return , $value
}

# The SHA-256 of a file's bytes, as 64 lower-case hexadecimal digits.
function Get-Sha256([string]$path) {
    $algorithm = New-Object System.Security.Cryptography.SHA256Managed
    $stream = [System.IO.File]::OpenRead($path)
    try {
        $hash = $algorithm.ComputeHash($stream)
    } finally {
        $stream.Close()
    }
    return [System.BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
}

# A registry value's data; $null where the key or the value is not there.
function Get-RegistryValue([string]$key, [string]$name) {
    if (-not (Test-Path -LiteralPath $key)) { return $null }
    $item = Get-Item -LiteralPath $key
    return $item.GetValue($name, $null)
}

# Whether the folder of state.txt and the reports is the one that setup.cmd has made: marked in the
# registry, no link, and the administrators', to whom nobody else can give a folder. reg.exe is
# asked since a 32-bit PowerShell sees another HKLM\SOFTWARE. The object id in the mark is left to
# uninstall.cmd, which acts on what it reads: fsutil answers administrators only.
function Test-StateDirectory {
    if (-not [System.IO.Directory]::Exists($stateDirectory)) { return $false }
    $attributes = [System.IO.File]::GetAttributes($stateDirectory)
    if ($attributes -band [System.IO.FileAttributes]::ReparsePoint) { return $false }
    try {
        $security = [System.IO.Directory]::GetAccessControl($stateDirectory)
        $owner = $security.GetOwner([System.Security.Principal.SecurityIdentifier])
    } catch {
        return $false
    }
    if ($owner.Value -ne 'S-1-5-32-544') { return $false }
    # What reg.exe writes to its error stream would end the script under 'Stop'.
    $ErrorActionPreference = 'Continue'
    $reg = [System.IO.Path]::Combine($system32, 'reg.exe')
    $output = & $reg query 'HKLM\SOFTWARE\AeroGuestTools' 2>&1
    return ($LASTEXITCODE -eq 0)
}

# The variables that config\devices.cmd sets; each HWIDS list is an array of strings.
function Read-DevicesCmd([string]$path) {
    $variables = @{}
    foreach ($line in [System.IO.File]::ReadAllLines($path)) {
        if ($line -match '^\s*set\s+"(\w+)=([^"]*)"\s*$') {
            $variables[$matches[1]] = $matches[2]
        } elseif ($line -match '^\s*set\s+(\w+_HWIDS)=(.*)$') {
            $name = $matches[1]
            $ids = @()
            foreach ($quoted in [regex]::Matches($matches[2], '"([^"]+)"')) {
                $ids += $quoted.Groups[1].Value
            }
            $variables[$name] = $ids
        }
    }
    return $variables
}

# The services that the INFs under a folder install: the first field of each AddService line.
function Get-PackagedServices([string]$directory) {
    $services = @()
    if (-not [System.IO.Directory]::Exists($directory)) { return , $services }
    $all = [System.IO.SearchOption]::AllDirectories
    foreach ($inf in [System.IO.Directory]::GetFiles($directory, '*.inf', $all)) {
        $text = [System.IO.File]::ReadAllText($inf)
        foreach ($line in [regex]::Matches($text, '(?im)^[ \t]*AddService[ \t]*=[ \t]*([^,;\r\n]+)')) {
            $service = $line.Groups[1].Value.Trim().Trim('"')
            if ($service -match '^%(.+)%$') {
                $string = '(?im)^[ \t]*' + [regex]::Escape($matches[1]) + '[ \t]*=[ \t]*"?([^";\r\n]+)'
                $service = [regex]::Match($text, $string).Groups[1].Value.Trim()
            }
            $services += $service
        }
    }
    return , $services
}

# ---------------------------------------------------------------------------------------------
# The checks

function Test-MediaFiles($manifest) {
    $missing = @()
    $changed = @()
    $listed = @{ 'manifest.json' = $true }
    $count = 0
    $files = Get-JsonProperty $manifest 'files'
    foreach ($file in @($files)) {
        $path = Get-JsonProperty $file 'path'
        if (-not ($path -is [string])) { continue }
        $count++
        $listed[$path.ToLowerInvariant()] = $true
        $components = $path.Split('/')
        if (($components -contains '..') -or ($path -match '[\\:]') -or $path.StartsWith('/')) {
            $changed += "$path (not a path on this media)"
            continue
        }
        $full = [System.IO.Path]::Combine($mediaDirectory, $path.Replace('/', '\'))
        if (-not [System.IO.File]::Exists($full)) {
            $missing += $path
            continue
        }
        try {
            $actual = Get-Sha256 $full
        } catch {
            $changed += "$path (cannot be read: $($_.Exception.Message))"
            continue
        }
        $expected = Get-JsonProperty $file 'sha256'
        if ($actual -ne $expected) { $changed += "$path (SHA-256 $actual, manifest says $expected)" }
    }

    if ($count -eq 0) {
        Add-Check 'FAIL' 'Media files' @('manifest.json lists no files')
        return
    }
    if ($missing.Length -gt 0) { Add-Check 'FAIL' 'Media files: missing' $missing }
    if ($changed.Length -gt 0) { Add-Check 'FAIL' 'Media files: not as the manifest says' $changed }
    if (($missing.Length -eq 0) -and ($changed.Length -eq 0)) {
        Add-Check 'PASS' "Media files: $count as the manifest says"
    }

    $extra = @()
    $prefix = $mediaDirectory.TrimEnd('\').Length + 1
    try {
        $all = [System.IO.SearchOption]::AllDirectories
        foreach ($full in [System.IO.Directory]::GetFiles($mediaDirectory, '*', $all)) {
            $path = $full.Substring($prefix).Replace('\', '/')
            if (-not $listed.ContainsKey($path.ToLowerInvariant())) { $extra += $path }
        }
    } catch {
        Add-Check 'WARN' 'Media files: the folder could not be listed' @($_.Exception.Message)
        return
    }
    if ($extra.Length -gt 0) { Add-Check 'WARN' 'Media files: not in the manifest' $extra }
}

# What the media was made from: shown, and not a reason to pass or fail.
function Show-PackagingInputs($manifest) {
    $names = @(
        'package.name', 'package.version', 'package.build_id', 'package.source_date_epoch',
        'signing_policy',
        'inputs.packaging_spec.path', 'inputs.packaging_spec.sha256',
        'inputs.windows_device_contract.path', 'inputs.windows_device_contract.sha256',
        'inputs.windows_device_contract.contract_name',
        'inputs.windows_device_contract.contract_version',
        'inputs.windows_device_contract.schema_version',
        'inputs.aero_packager_version'
    )
    $details = @()
    foreach ($name in $names) {
        $value = Get-JsonProperty $manifest $name
        if ($null -eq $value) { $value = '(not in the manifest)' }
        $details += "${name}: $value"
    }
    Add-Check 'INFO' 'Packaging inputs' $details
}

# Who signed the drivers for this Windows, and what the packager found out that Windows 7 says to it:
# shown, since certificates, boot configuration and devices are checked by themselves.
function Show-DriverSignatures($manifest) {
    $details = @()
    $drivers = Get-JsonProperty $manifest 'drivers'
    foreach ($driver in @($drivers)) {
        if ((Get-JsonProperty $driver 'architecture') -ne $architecture) { continue }
        $signatures = @()
        $catalogs = Get-JsonProperty $driver 'catalogs'
        foreach ($catalog in @($catalogs)) {
            $signer = Get-JsonProperty $catalog 'signer'
            if ($null -eq $signer) { continue }
            $signature = "$signer ($(Get-JsonProperty $catalog 'signature_algorithm'))"
            $time = Get-JsonProperty $catalog 'timestamp'
            if ($null -ne $time) {
                $epoch = New-Object System.DateTime -ArgumentList 1970, 1, 1
                $signature += " on $($epoch.AddSeconds([double]$time).ToString('s').Substring(0, 10))"
            }
            $signatures += $signature
        }
        if ($signatures.Length -eq 0) { $signatures += 'nobody' }
        $details += "$(Get-JsonProperty $driver 'name') $(Get-JsonProperty $driver 'version'): signed by $($signatures -join ' and ')"
        $without = Get-JsonProperty $driver 'windows_7.without_updates'
        $with = Get-JsonProperty $driver 'windows_7.with_updates'
        $updates = Get-JsonProperty $driver 'windows_7.updates'
        $verdict = "Windows 7 without updates: $without"
        if ($with -ne $without) { $verdict += ", with $(@($updates) -join ' and '): $with" }
        $details += "    $verdict"
    }
    if ($details.Length -gt 0) { Add-Check 'INFO' 'Signatures of the drivers' $details }
}

function Test-SigningPolicy($manifest) {
    $policy = Get-JsonProperty $manifest 'signing_policy'
    $key = 'HKLM:\SYSTEM\CurrentControlSet\Control'
    $options = [string](Get-RegistryValue $key 'SystemStartOptions')
    $testSigning = $options -match 'TESTSIGNING'
    if ($options -match 'DISABLE_INTEGRITY_CHECKS|NOINTEGRITYCHECKS') {
        Add-Check 'WARN' 'Boot configuration: integrity checks are off' @(
            'setup.cmd does not do that. To undo it: bcdedit /deletevalue nointegritychecks'
        )
    }
    if (@('test', 'production', 'none') -notcontains $policy) {
        Add-Check 'FAIL' "Signing policy: '$policy' is unknown" @('Use media whose manifest.json is complete.')
    } elseif ($policy -ne 'test') {
        if ($testSigning) {
            Add-Check 'WARN' "Signing policy $policy, but test signing mode is on" @(
                'This media does not need it. To undo it: bcdedit /set testsigning off'
            )
        } else {
            Add-Check 'PASS' "Signing policy $policy, test signing mode is off"
        }
    } elseif ($testSigning) {
        Add-Check 'PASS' 'Signing policy test, test signing mode is on'
    } elseif ($architecture -eq 'amd64') {
        Add-Check 'FAIL' 'Signing policy test, but test signing mode is off' @(
            'Run setup.cmd as administrator, and restart Windows.'
        )
    } else {
        Add-Check 'PASS' 'Signing policy test; 32-bit Windows does not need test signing mode'
    }
}

# Whether a certificate is in a store of this computer.
function Test-Certificate([string]$storeName, [string]$thumbprint) {
    $namespace = 'System.Security.Cryptography.X509Certificates'
    $store = New-Object "$namespace.X509Store" -ArgumentList $storeName, 'LocalMachine'
    $store.Open('ReadOnly')
    try {
        $found = $store.Certificates.Find('FindByThumbprint', $thumbprint, $false)
        return ($found.Count -gt 0)
    } finally {
        $store.Close()
    }
}

function Test-Certificates($manifest) {
    $files = @()
    $directory = [System.IO.Path]::Combine($mediaDirectory, 'certs')
    if ([System.IO.Directory]::Exists($directory)) {
        foreach ($file in [System.IO.Directory]::GetFiles($directory)) {
            $extension = [System.IO.Path]::GetExtension($file).ToLowerInvariant()
            if (@('.cer', '.crt', '.p7b') -contains $extension) { $files += $file }
        }
    }
    if ((Get-JsonProperty $manifest 'signing_policy') -ne 'test') {
        if ($files.Length -gt 0) {
            Add-Check 'WARN' 'Certificates: on media whose signing policy asks for none' $files
        } else {
            Add-Check 'PASS' 'Certificates: none needed, none on the media'
        }
        return
    }
    if ($files.Length -eq 0) {
        Add-Check 'FAIL' 'Certificates: signing policy test, but none is on the media'
        return
    }

    $problems = @()
    $trusted = @()
    foreach ($file in $files) {
        $name = [System.IO.Path]::GetFileName($file)
        $certificates = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2Collection
        try {
            $certificates.Import($file)
        } catch {
            $problems += "$name cannot be read: $($_.Exception.Message)"
            continue
        }
        foreach ($certificate in $certificates) {
            foreach ($storeName in @('Root', 'TrustedPublisher')) {
                $line = "$name, $($certificate.Subject), $($certificate.Thumbprint), store $storeName"
                if (Test-Certificate $storeName $certificate.Thumbprint) {
                    $trusted += $line
                } else {
                    $problems += $line
                }
            }
        }
    }
    if ($problems.Length -gt 0) {
        $problems += 'Run setup.cmd as administrator.'
        Add-Check 'FAIL' 'Certificates: not imported' $problems
    } else {
        Add-Check 'PASS' 'Certificates: imported' $trusted
    }
}

# The path of a driver service's file, from an ImagePath in one of the forms that Windows takes.
function Get-DriverFile([string]$imagePath, [string]$service) {
    $path = $imagePath
    if (-not $path) { $path = "system32\drivers\$service.sys" }
    $path = $path -replace '^\\\?\?\\', ''
    $path = $path -replace '^\\SystemRoot\\', ''
    if ($path -match '^system32\\(.*)$') { return [System.IO.Path]::Combine($system32, $matches[1]) }
    return [System.IO.Path]::Combine($env:SystemRoot, $path)
}

# The devices of this computer that have one of the hardware ids.
function Find-Devices($allDevices, [string[]]$hardwareIds) {
    $found = @()
    foreach ($device in @($allDevices)) {
        foreach ($id in @($device.HardwareID)) {
            if ($id -and ($hardwareIds -contains $id)) {
                $found += $device
                break
            }
        }
    }
    return , $found
}

# A driver: its devices, if there are any, work with its service. Title as 'Network (netkvm)'.
function Test-Driver([string]$title, [string]$service, $hardwareIds, $allDevices, $packagedServices) {
    if (-not $service) {
        Add-Check 'INFO' "$title driver: config\devices.cmd names none"
        return
    }
    $title = "$title driver ($service)"
    $packaged = $packagedServices -contains $service
    $found = Find-Devices $allDevices @($hardwareIds)
    if ($found.Length -eq 0) {
        if ($packaged) {
            Add-Check 'INFO' "${title}: no device is attached"
        } else {
            Add-Check 'INFO' "${title}: not on this media, and no device is attached"
        }
        return
    }
    $problems = @()
    $working = @()
    foreach ($device in $found) {
        $line = "$($device.Name), $($device.DeviceID), service '$($device.Service)'"
        if ($device.ConfigManagerErrorCode -ne 0) {
            $problems += "$line, Device Manager code $($device.ConfigManagerErrorCode)"
        } elseif ($device.Service -ne $service) {
            $problems += "$line, which is not the service of this media"
        } else {
            $working += $line
        }
    }
    if ($problems.Length -eq 0) {
        Add-Check 'PASS' "${title}: working" $working
    } elseif ($packaged) {
        Add-Check 'FAIL' "${title}: not working" $problems
    } else {
        Add-Check 'WARN' "${title}: a device is attached, but the driver is not on this media" $problems
    }
}

# Whether Windows would start from a virtio-blk disk: service, file, CriticalDeviceDatabase.
function Test-StorageBoot([string]$service, $hardwareIds, $packagedServices) {
    $title = 'Start from a virtio-blk disk'
    if ((-not $service) -or ($packagedServices -notcontains $service)) {
        Add-Check 'WARN' "${title}: the storage driver is not on this media"
        return
    }
    $key = "$servicesKey\$service"
    if (-not (Test-Path -LiteralPath $key)) {
        Add-Check 'WARN' "${title}: not prepared" @(
            "The service $service is not there.",
            'Run setup.cmd as administrator, without /skipstorage.'
        )
        return
    }
    $problems = @()
    $start = Get-RegistryValue $key 'Start'
    if ($start -ne 0) { $problems += "The service $service has Start $start; at boot needs 0." }
    $file = Get-DriverFile ([string](Get-RegistryValue $key 'ImagePath')) $service
    if (-not [System.IO.File]::Exists($file)) { $problems += "The driver file $file is missing." }
    foreach ($id in @($hardwareIds)) {
        if (-not $id) { continue }
        $name = $id.Replace('\', '#')
        $owner = Get-RegistryValue "$criticalDevicesKey\$name" 'Service'
        if ($owner -ne $service) {
            $problems += "CriticalDeviceDatabase has the service '$owner' for $id."
        }
    }
    if ($problems.Length -eq 0) {
        Add-Check 'PASS' "${title}: prepared"
    } else {
        $problems += 'Run setup.cmd as administrator.'
        Add-Check 'FAIL' "${title}: not prepared" $problems
    }
}

function Test-Drivers {
    $devicesCmd = [System.IO.Path]::Combine($mediaDirectory, 'config\devices.cmd')
    if (-not [System.IO.File]::Exists($devicesCmd)) {
        Add-Check 'FAIL' 'Drivers: config\devices.cmd is missing'
        return
    }
    $variables = Read-DevicesCmd $devicesCmd
    $services = Get-PackagedServices ([System.IO.Path]::Combine($mediaDirectory, "drivers\$architecture"))
    try {
        $devices = @(Get-WmiObject -Class Win32_PnPEntity)
    } catch {
        Add-Check 'FAIL' 'Drivers: Windows does not list its devices' @($_.Exception.Message)
        return
    }
    Test-StorageBoot $variables['AERO_VIRTIO_BLK_SERVICE'] $variables['AERO_VIRTIO_BLK_HWIDS'] $services
    $titles = @{
        'AERO_VIRTIO_BLK' = 'Storage'
        'AERO_VIRTIO_NET' = 'Network'
        'AERO_VIRTIO_INPUT' = 'Input'
        'AERO_VIRTIO_SND' = 'Sound'
        'AERO_GPU' = 'Graphics'
    }
    foreach ($name in @('AERO_VIRTIO_BLK', 'AERO_VIRTIO_NET', 'AERO_VIRTIO_INPUT', 'AERO_VIRTIO_SND', 'AERO_GPU')) {
        Test-Driver $titles[$name] $variables[$name + '_SERVICE'] $variables[$name + '_HWIDS'] $devices $services
    }
}

# The driver packages that setup.cmd has added are still in the driver store.
function Test-DriverPackages {
    $state = [System.IO.Path]::Combine($stateDirectory, 'state.txt')
    if ([System.IO.Directory]::Exists($stateDirectory) -and (-not (Test-StateDirectory))) {
        Add-Check 'WARN' "Driver packages: $stateDirectory is not a folder that setup.cmd has made" @(
            'Rename that folder (or link), and run setup.cmd as administrator.'
        )
        return
    }
    if (-not [System.IO.File]::Exists($state)) {
        Add-Check 'WARN' 'Driver packages: setup.cmd has not run, or everything was uninstalled'
        return
    }
    $there = @()
    $gone = @()
    foreach ($line in [System.IO.File]::ReadAllLines($state)) {
        if ($line -notmatch '^driver (oem[0-9]+\.inf)$') { continue }
        $name = $matches[1]
        $inf = [System.IO.Path]::Combine($env:SystemRoot, "INF\$name")
        if ([System.IO.File]::Exists($inf)) { $there += $name } else { $gone += $name }
    }
    if ($gone.Length -gt 0) {
        Add-Check 'FAIL' 'Driver packages: gone from the driver store' $gone
    } elseif ($there.Length -gt 0) {
        Add-Check 'PASS' 'Driver packages: in the driver store' $there
    } else {
        Add-Check 'INFO' 'Driver packages: all were there before setup.cmd'
    }
}

# ---------------------------------------------------------------------------------------------
# The report

# The worst status of the checks; INFO does not count.
function Get-Result {
    $result = 'PASS'
    foreach ($check in $script:checks) {
        if ($check.Status -eq 'FAIL') { return 'FAIL' }
        if ($check.Status -eq 'WARN') { $result = 'WARN' }
    }
    return $result
}

function Format-Text([string]$result) {
    $lines = @('Aero Guest Tools: verification report', '')
    $lines += "Time:    $($script:time)"
    $lines += "Windows: $([Environment]::OSVersion.Version) ($architecture)"
    $lines += "Media:   $mediaDirectory"
    $lines += ''
    foreach ($check in $script:checks) {
        $lines += "[$($check.Status)] $($check.Title)"
        foreach ($detail in @($check.Details)) { $lines += "       $detail" }
    }
    $lines += ''
    $lines += "Result: $result"
    return ($lines -join "`r`n") + "`r`n"
}

# A JSON string; whatever is not printable ASCII is written as \uXXXX.
function Format-JsonString([string]$text) {
    $json = New-Object System.Text.StringBuilder
    [void]$json.Append('"')
    foreach ($character in $text.ToCharArray()) {
        $code = [int]$character
        if (($code -lt 32) -or ($code -gt 126)) {
            [void]$json.Append('\u' + $code.ToString('x4'))
        } elseif (($code -eq 34) -or ($code -eq 92)) {
            [void]$json.Append('\' + $character)
        } else {
            [void]$json.Append($character)
        }
    }
    [void]$json.Append('"')
    return $json.ToString()
}

function Format-Json([string]$result) {
    $entries = @()
    foreach ($check in $script:checks) {
        $details = @()
        foreach ($detail in @($check.Details)) { $details += Format-JsonString $detail }
        $entries += '    { "status": ' + (Format-JsonString $check.Status) +
            ', "title": ' + (Format-JsonString $check.Title) +
            ', "details": [' + ($details -join ', ') + '] }'
    }
    $lines = @('{')
    $lines += '  "schema_version": 1,'
    $lines += '  "time": ' + (Format-JsonString $script:time) + ','
    $lines += '  "windows_version": ' + (Format-JsonString ([string][Environment]::OSVersion.Version)) + ','
    $lines += '  "architecture": ' + (Format-JsonString $architecture) + ','
    $lines += '  "media": ' + (Format-JsonString $mediaDirectory) + ','
    $lines += '  "result": ' + (Format-JsonString $result) + ','
    $lines += '  "checks": ['
    $lines += $entries -join ",`r`n"
    $lines += '  ]'
    $lines += '}'
    return ($lines -join "`r`n") + "`r`n"
}

# Writes both reports and returns the folder; $null where it cannot be written to.
function Write-Reports([string]$directory, [string]$text, [string]$json) {
    try {
        [void][System.IO.Directory]::CreateDirectory($directory)
        $report = [System.IO.Path]::Combine($directory, 'report.txt')
        [System.IO.File]::WriteAllText($report, $text, [System.Text.Encoding]::UTF8)
        $ascii = [System.Text.Encoding]::ASCII
        [System.IO.File]::WriteAllText([System.IO.Path]::Combine($directory, 'report.json'), $json, $ascii)
        return $directory
    } catch {
        return $null
    }
}

# ---------------------------------------------------------------------------------------------

if (@($args).Length -gt 0) {
    Write-Host "Unknown argument: $($args[0])"
    Write-Host 'verify.cmd /? shows the use.'
    exit 2
}

try {
    $manifest = $null
    $manifestPath = [System.IO.Path]::Combine($mediaDirectory, 'manifest.json')
    if (-not [System.IO.File]::Exists($manifestPath)) {
        Add-Check 'FAIL' 'manifest.json is missing: this is not complete Aero Guest Tools media'
    } else {
        try {
            $manifest = Read-Json $manifestPath
        } catch {
            Add-Check 'FAIL' 'manifest.json cannot be read' @($_.Exception.Message)
        }
    }
    if ($null -ne $manifest) {
        Test-MediaFiles $manifest
        Show-PackagingInputs $manifest
        Show-DriverSignatures $manifest
        Test-SigningPolicy $manifest
        Test-Certificates $manifest
    }
    Test-Drivers
    Test-DriverPackages

    $result = Get-Result
    $text = Format-Text $result
    $json = Format-Json $result
    Write-Host $text

    # A relative folder is meant from where the caller is, which .NET's current directory is not.
    # Into a folder that somebody else may have made nothing is written: a link there would lead
    # the reports to another file.
    $wanted = $stateDirectory
    $written = $null
    if ($ReportDirectory) {
        $wanted = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ReportDirectory)
    }
    if ((-not $ReportDirectory) -and (-not (Test-StateDirectory))) {
        Write-Host "$wanted is not there, or is not a folder that setup.cmd has made."
    } else {
        $written = Write-Reports $wanted $text $json
        if (-not $written) {
            Write-Host "$wanted cannot be written to (verify.cmd may need to run as administrator)."
        }
    }
    if (-not $written) {
        $written = Write-Reports ([System.IO.Path]::GetTempPath()) $text $json
    }
    if (-not $written) { throw 'The report could not be written.' }
    Write-Host "Reports: report.txt and report.json in $written"
} catch {
    Write-Host "Verification could not run: $($_.Exception.Message)"
    exit 2
}

if ($result -eq 'FAIL') { exit 1 }
if ($result -eq 'WARN') { exit 3 }
exit 0
